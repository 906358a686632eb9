package io.troupe.learner.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.FishingOutcomes;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import io.troupe.common.exploration.OrdinalAllocator;
import io.troupe.common.wire.MessageHeader;
import io.troupe.learner.membership.IdIssuer;
import io.troupe.learner.membership.NodeRegistry;
import io.troupe.learner.membership.RunJournal;
import io.troupe.proto.ActorStatus;
import io.troupe.proto.Directory;
import io.troupe.proto.EvaluationResult;
import io.troupe.proto.Hello;
import io.troupe.proto.NodeRole;
import io.troupe.proto.RunDescription;
import io.troupe.proto.SetPaused;
import io.troupe.proto.ShardStatus;
import io.troupe.proto.Welcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoordinatorTest {
    private final ActorTestKit kit = ActorTestKit.create(ManualTime.config());
    private final ManualTime time = ManualTime.get(kit.system());
    private final Queue<Integer> gone = new ConcurrentLinkedQueue<>();
    @TempDir
    private Path folder;
    private ActorRef<Object> coordinator;

    @BeforeEach
    void start() {
        NodeRegistry registry = new NodeRegistry(RunDescription.newBuilder().setRunId("run").build(),
            new IdIssuer(folder.resolve("ids")), new OrdinalAllocator(2), 2);
        coordinator = kit.spawn(Coordinator.create(registry, new Journal(), false));
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void shouldKeepANodeThatGoesOnReportingThoughItIsToldToBeGone() {
        TestProbe<Object> observer = kit.createTestProbe();
        join(observer, "actor-1");
        TestProbe<Object> member = kit.createTestProbe();
        int nodeId = join(member, "actor-2");
        member.stop();

        for (int report = 0; report < 10; report++) {
            time.timePasses(Duration.ofMillis(1_500));
            coordinator.tell(ActorStatus.newBuilder().setNodeId(nodeId).build());
            // Its answer says that the report has been heard.
            coordinator.tell(new Coordinator.Pause(false));
            observer.fishForMessage(Duration.ofSeconds(10), message -> message instanceof SetPaused
                ? FishingOutcomes.complete()
                : FishingOutcomes.continueAndIgnore());
        }
        assertTrue(gone.isEmpty(), "it was given up");

        long startNs = System.nanoTime();
        while (gone.isEmpty() && System.nanoTime() - startNs < Duration.ofSeconds(10).toNanos()) {
            time.timePasses(Duration.ofMillis(500));
        }
        assertEquals(nodeId, gone.poll());
    }

    private int join(TestProbe<Object> node, String name) {
        coordinator.tell(Hello.newBuilder().setNodeName(name).setRole(NodeRole.ACTOR).setIncarnation(1)
            .setWireVersion(MessageHeader.WIRE_VERSION)
            .setReplyTo(ActorRefResolver.get(kit.system()).toSerializationFormat(node.getRef())).build());
        return node.expectMessageClass(Welcome.class).getNodeId();
    }

    private final class Journal implements RunJournal {
        @Override
        public void onDirectory(Directory directory) {
            // Not asked for here.
        }

        @Override
        public void onActorStatus(ActorStatus status) {
            // Not asked for here.
        }

        @Override
        public void onShardStatus(ShardStatus status) {
            // Not asked for here.
        }

        @Override
        public void onEvaluation(EvaluationResult result) {
            // Not asked for here.
        }

        @Override
        public void onGone(int nodeId) {
            gone.add(nodeId);
        }
    }
}
