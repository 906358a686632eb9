package io.troupe.learner.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import io.troupe.proto.DirectoryEntry;
import io.troupe.proto.EvaluationResult;
import io.troupe.proto.Hello;
import io.troupe.proto.LaneMoved;
import io.troupe.proto.NodeRole;
import io.troupe.proto.RunDescription;
import io.troupe.proto.SetEvaluator;
import io.troupe.proto.SetPaused;
import io.troupe.proto.ShardDraining;
import io.troupe.proto.ShardReady;
import io.troupe.proto.ShardStatus;
import io.troupe.proto.StreamEndpoint;
import io.troupe.proto.Welcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who stays and who leaves, as the other nodes hear of it. */
class CoordinatorTest {
    private static final long STORE = 70;

    @TempDir
    Path folder;
    private final ActorTestKit kit = ActorTestKit.create(ManualTime.config());
    private final ManualTime time = ManualTime.get(kit.system());
    private final Journal journal = new Journal();
    private TestProbe<Object> shard;
    private TestProbe<Object> actor;
    private ActorRef<Object> coordinator;
    private int shardId;
    private int actorId;

    @BeforeEach
    void start() {
        NodeRegistry registry = new NodeRegistry(RunDescription.getDefaultInstance(), new IdIssuer(folder.resolve("ids")),
            new OrdinalAllocator(4), 2);
        coordinator = kit.spawn(Coordinator.create(registry, journal, false));
        shard = kit.createTestProbe();
        actor = kit.createTestProbe();
        shardId = join("replay-1", NodeRole.REPLAY, shard);
        actorId = join("actor-1", NodeRole.ACTOR, actor);
        coordinator.tell(ShardReady.newBuilder().setNodeId(shardId).setStoreId(STORE).build());
        assertEquals(2, awaitDirectory(2).getNodesCount());
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void shouldTellEverybodyThatAShardDrains() {
        assertFalse(journal.lastDirectory().getNodes(0).getIsDraining());
        coordinator.tell(ShardDraining.newBuilder().setNodeId(shardId).build());

        Directory told = awaitDirectory(2);
        assertTrue(told.getNodes(0).getIsDraining());
        assertEquals(STORE, told.getNodes(0).getStoreId());
    }

    @Test
    void shouldTellADrainingShardWhichLanesHaveLeftIt() {
        coordinator.tell(ShardDraining.newBuilder().setNodeId(shardId).build());
        LaneMoved moved = LaneMoved.newBuilder().setLaneId(3).setEpoch(1).setFromRecord(9).setFromStoreId(STORE).build();
        coordinator.tell(moved);

        assertEquals(moved, shard.fishForMessage(Duration.ofSeconds(3), message ->
            message instanceof LaneMoved ? FishingOutcomes.complete()
                : FishingOutcomes.continueAndIgnore()).get(0));
    }

    @Test
    void shouldTakeItsLastStatusBeforeItIsOutOfTheRun() {
        coordinator.tell(ShardDraining.newBuilder().setNodeId(shardId).build());
        awaitDirectory(2);
        coordinator.tell(ShardStatus.newBuilder().setNodeId(shardId).setStoreId(STORE).setIsRetired(true).build());

        assertEquals(NodeRole.ACTOR, awaitDirectory(1).getNodes(0).getRole());
        assertEquals(List.of("status " + shardId, "gone " + shardId), journal.told);
        // Told again, as it may be until its process has ended, it changes nothing, and its end is no news.
        coordinator.tell(ShardStatus.newBuilder().setNodeId(shardId).setStoreId(STORE).setIsRetired(true).build());
        shard.stop();
        actor.expectNoMessage();
    }

    @Test
    void shouldLetAnActorGoThatSaysThatItLeavesAndHaveAnotherOneEvaluate() {
        TestProbe<Object> other = kit.createTestProbe();
        int otherId = join("actor-2", NodeRole.ACTOR, other);
        ActorStatus last = ActorStatus.newBuilder().setNodeId(actorId).setIsLeaving(true).build();
        coordinator.tell(last);
        coordinator.tell(last);

        other.fishForMessage(Duration.ofSeconds(3), message -> message instanceof SetEvaluator
            ? FishingOutcomes.complete() : FishingOutcomes.continueAndIgnore());
        other.fishForMessage(Duration.ofSeconds(3), message -> message instanceof Directory directory
            && directory.getNodesCount() == 2 ? FishingOutcomes.complete() : FishingOutcomes.continueAndIgnore());
        assertEquals(List.of(shardId, otherId),
            journal.lastDirectory().getNodesList().stream().map(DirectoryEntry::getNodeId).toList());
        Directory before = journal.directories.get(journal.directories.size() - 2);
        assertTrue(before.getNodesList().stream().anyMatch(node -> node.getNodeId() == actorId && node.getIsDraining()),
            "it leaves in order");
        coordinator.tell(new Coordinator.Pause(false));
        other.expectMessageClass(SetPaused.class);
        assertEquals(List.of("actor status", "gone " + actorId), journal.told, "its last word, once");
    }

    @Test
    void shouldKeepANodeThatGoesOnReportingThoughItIsToldToBeGone() {
        TestProbe<Object> member = kit.createTestProbe();
        int nodeId = join("actor-2", NodeRole.ACTOR, member);
        member.stop();

        for (int report = 0; report < 10; report++) {
            time.timePasses(Duration.ofMillis(1_500));
            coordinator.tell(ActorStatus.newBuilder().setNodeId(nodeId).build());
            // Its answer says that the report has been heard.
            coordinator.tell(new Coordinator.Pause(false));
            actor.fishForMessage(Duration.ofSeconds(10), message -> message instanceof SetPaused
                ? FishingOutcomes.complete()
                : FishingOutcomes.continueAndIgnore());
        }
        assertFalse(journal.told.contains("gone " + nodeId), "it was given up");

        long startNs = System.nanoTime();
        while (!journal.told.contains("gone " + nodeId)
            && System.nanoTime() - startNs < Duration.ofSeconds(10).toNanos()) {
            time.timePasses(Duration.ofMillis(500));
        }
        assertTrue(journal.told.contains("gone " + nodeId));
    }

    private int join(String name, NodeRole role, TestProbe<Object> member) {
        coordinator.tell(Hello.newBuilder().setNodeName(name).setRole(role).setIncarnation(1)
            .setWireVersion(MessageHeader.WIRE_VERSION)
            .setEndpoint(StreamEndpoint.newBuilder().setHost("127.0.0.1").setPort(1234).setDriverNonce("0a"))
            .setReplyTo(ActorRefResolver.get(kit.system()).toSerializationFormat(member.getRef())).build());
        return member.expectMessageClass(Welcome.class).getNodeId();
    }

    /** The next directory that the actor is told and that has so many nodes. */
    private Directory awaitDirectory(int nodes) {
        while (true) {
            Object message = actor.receiveMessage();
            if (message instanceof Directory directory && directory.getNodesCount() == nodes) {
                return directory;
            }
            assertTrue(message instanceof Directory || message instanceof SetPaused, message::toString);
        }
    }

    private static final class Journal implements RunJournal {
        private final List<String> told = new CopyOnWriteArrayList<>();
        private final List<Directory> directories = new CopyOnWriteArrayList<>();

        Directory lastDirectory() {
            return directories.get(directories.size() - 1);
        }

        @Override
        public void onDirectory(Directory directory) {
            directories.add(directory);
        }

        @Override
        public void onActorStatus(ActorStatus status) {
            told.add("actor status");
        }

        @Override
        public void onShardStatus(ShardStatus status) {
            told.add("status " + status.getNodeId());
        }

        @Override
        public void onEvaluation(EvaluationResult result) {
            told.add("evaluation");
        }

        @Override
        public void onGone(int nodeId) {
            told.add("gone " + nodeId);
        }
    }
}
