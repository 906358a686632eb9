package io.troupe.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.cluster.ClusterSystem;
import io.troupe.common.cluster.Hellos;
import io.troupe.common.cluster.NodeListener;
import io.troupe.common.cluster.Refusals;
import io.troupe.common.config.SettingsLoader;
import io.troupe.common.environment.Environments;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.exploration.OrdinalAllocator;
import io.troupe.common.run.RunContract;
import io.troupe.common.transport.PeerEndpoint;
import io.troupe.common.wire.MessageHeader;
import io.troupe.learner.cluster.CoordinatorHandle;
import io.troupe.learner.membership.IdIssuer;
import io.troupe.learner.membership.NodeRegistry;
import io.troupe.proto.Directory;
import io.troupe.proto.Hello;
import io.troupe.proto.NodeRole;
import io.troupe.proto.Refused;
import io.troupe.proto.StopPhase;
import io.troupe.proto.Welcome;
import io.troupe.testing.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The handshake between two cluster systems: who differs from the run is refused, and told by what. */
class RefusedPeerTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path folder;
    private RunContract run;
    private ClusterSystem learner;
    private ClusterSystem peer;

    @BeforeEach
    void start() {
        var configuration = new SettingsLoader(name -> Environments.named(name).preset()).load();
        run = new RunContract("run", configuration, Environments.named("cartpole").schema(
            configuration.settings().environment().options()));
        learner = ClusterSystem.start(Clusters.settings("learner", List.of()), Set.of("learner"));
        learner.awaitMembership(() -> false);
        new CoordinatorHandle(learner, new NodeRegistry(run.describe(), new IdIssuer(folder.resolve("ids")),
            new OrdinalAllocator(8), 8), new Unheard(), false);
        peer = ClusterSystem.start(Clusters.settings("peer", List.of(learner.address())), Set.of("replay"));
        peer.awaitMembership(() -> false);
    }

    @AfterEach
    void stop() {
        peer.close();
        learner.close();
    }

    @Test
    void shouldWelcomeAPeerThatAgrees() {
        Answers answers = join(hello().putFingerprints(RunContract.SCHEMA, run.layout().fingerprint()));
        assertEquals(null, answers.refused.get());
        RunContract told = RunContract.read(answers.welcome.get().getRun());
        assertEquals(run.schema(), told.schema());
        assertEquals(run.settings(), told.settings());
    }

    @Test
    void shouldRefuseAnotherWireVersion() {
        Answers answers = join(hello().setWireVersion(MessageHeader.WIRE_VERSION + 7));
        TroupeException error = Refusals.toException(answers.refused.get());
        assertEquals(ErrorCode.WIRE_VERSION, error.code());
        assertTrue(error.getMessage().contains("'" + (MessageHeader.WIRE_VERSION + 7) + "'")
            && error.getMessage().contains("'" + MessageHeader.WIRE_VERSION + "'"), error::getMessage);
    }

    @Test
    void shouldRefuseAnotherLayout() {
        Answers answers = join(hello().putFingerprints(RunContract.SCHEMA, "step-v1 of another environment"));
        TroupeException error = Refusals.toException(answers.refused.get());
        assertEquals(ErrorCode.LAYOUT_MISMATCH, error.code());
        assertTrue(error.getMessage().contains("step-v1 of another environment")
            && error.getMessage().contains(run.layout().fingerprint()), error::getMessage);
    }

    private static Hello.Builder hello() {
        return Hellos.hello("peer", NodeRole.REPLAY, new PeerEndpoint("127.0.0.1", 1, 1));
    }

    private Answers join(Hello.Builder hello) {
        Answers answers = new Answers();
        peer.join(hello.build(), answers, () -> null);
        Await.until("an answer of the coordinator", LIMIT, () -> "nothing was heard, or " + answers.failure.get(),
            () -> answers.welcome.get() != null || answers.refused.get() != null);
        return answers;
    }

    private static final class Answers implements NodeListener {
        private final AtomicReference<Welcome> welcome = new AtomicReference<>();
        private final AtomicReference<Refused> refused = new AtomicReference<>();
        private final AtomicReference<RuntimeException> failure = new AtomicReference<>();

        @Override
        public void onWelcome(Welcome message) {
            welcome.set(message);
        }

        @Override
        public void onRefused(Refused message) {
            refused.set(message);
        }

        @Override
        public void onDirectory(Directory directory) {
        }

        @Override
        public void onPaused(boolean isPaused) {
        }

        @Override
        public void onStop(StopPhase phase, String reason) {
        }

        @Override
        public void onFailure(RuntimeException error) {
            failure.set(error);
        }
    }
}
