package io.troupe.integration;

import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import io.troupe.common.cluster.ClusterSystem;
import io.troupe.common.config.EffectiveConfiguration;
import io.troupe.common.config.SettingsLoader;
import io.troupe.common.environment.Environments;
import io.troupe.common.exploration.OrdinalAllocator;
import io.troupe.common.run.RunContract;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.wire.MessageHeader;
import io.troupe.learner.cluster.Coordinator;
import io.troupe.learner.membership.IdIssuer;
import io.troupe.learner.membership.NodeRegistry;
import io.troupe.proto.Hello;
import io.troupe.proto.Refused;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person reads when something cannot be: one clear line, the right status, no stack trace, no hang. */
@Tag("process")
class ErrorsTest {
    @TempDir
    private Path folder;

    @Test
    void shouldTellAllMistakesOfAConfigurationAtOnce() throws IOException {
        Files.writeString(folder.resolve("mine.conf"), """
            troupe {
              learning.bach-size = 64
              actors.lanes = many
              learning.discount = 1.5
            }
            """);
        TroupeProcess.run(folder, "train", "cartpole", "--config", "mine.conf").assertTells(2,
            "mine.conf:2", "learning.bach-size", "learning.batch-size",
            "mine.conf:3", "actors.lanes", "many",
            "mine.conf:4", "learning.discount", "1.5");
    }

    @Test
    void shouldNameTheEnvironmentsWhereTheGivenOneIsUnknown() {
        TroupeProcess.run(folder, "train", "cartpol", "--no-http").assertTells(2, "cartpol", "cartpole");
    }

    @Test
    void shouldTellThatTheHttpPortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            TroupeProcess.run(folder, "train", "cartpole", "--http-port", port, "--run-dir", "one")
                .assertTells(3, "HTTP port " + port, "--http-port");
        }
    }

    @Test
    void shouldTellThatTheHttpPortIsTakenWhenTheLearnerIsAProcess() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            TroupeProcess.run(folder, "train", "cartpole", "--http-port", port, "--processes", "--run-dir", "many")
                .showing(new RunFiles(folder.resolve("many"))).assertTells(3, "HTTP port " + port, "--http-port");
        }
    }

    @Test
    void shouldTellThatThereIsNoClusterToJoin() throws IOException {
        Files.writeString(folder.resolve("actor.conf"), "troupe.cluster { seeds = [\"127.0.0.1:" + Page.freePort()
            + "\"], join-timeout-s = 3 }\n");
        TroupeProcess.run(folder, "actor", "--config", "actor.conf")
            .assertTells(3, "found no cluster to join", "cluster.seeds");
    }

    @Test
    void shouldTellBothWireVersionsWhereTheyDiffer() {
        try (ClusterSystem learner = cluster()) {
            String newer = Integer.toString(MessageHeader.WIRE_VERSION + 1);
            // What a learner of a later version would say.
            Behavior<Object> later = Behaviors.receive((context, message) -> {
                if (message instanceof Hello hello) {
                    ActorRefResolver.get(context.getSystem()).<Object>resolveActorRef(hello.getReplyTo())
                        .tell(Refused.newBuilder().setCode("WIRE_VERSION").setField("wire version")
                            .setGot(Integer.toString(hello.getWireVersion())).setExpected(newer)
                            .setAdvice("run the same version of Troupe on every node").build());
                }
                return Behaviors.same();
            });
            learner.coordinator(later);
            TroupeProcess.run(folder, "replay", "--set", "cluster.seeds=[\"" + learner.address() + "\"]")
                .assertTells(3,
                    "its wire version is '" + MessageHeader.WIRE_VERSION + "', the run's is '" + newer + "'",
                    "run the same version");
        }
    }

    @Test
    void shouldTellBothLayoutsWhereAnActorsEnvironmentIsAnotherOne() {
        EnvironmentSchema other = new EnvironmentSchema(List.of(ObservationColumn.float32("state", 17)), 3);
        EffectiveConfiguration configuration = new SettingsLoader(name -> Environments.named(name).preset()).load();
        try (ClusterSystem learner = cluster()) {
            NodeRegistry registry = new NodeRegistry(new RunContract("other", configuration, other).describe(),
                new IdIssuer(folder.resolve("ids")), new OrdinalAllocator(8), 8);
            learner.coordinator(Coordinator.create(registry, new Unheard(), false));
            TroupeProcess.run(folder, "actor", "--set", "cluster.seeds=[\"" + learner.address() + "\"]")
                .assertTells(3, "environment 'cartpole' has", "17", "same environment jar");
        }
    }

    private static ClusterSystem cluster() {
        ClusterSystem system = ClusterSystem.start(Clusters.settings("learner", List.of()), Set.of("learner"));
        system.awaitMembership(() -> false);
        return system;
    }
}
