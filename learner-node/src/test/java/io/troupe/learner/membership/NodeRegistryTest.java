package io.troupe.learner.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import io.troupe.common.cluster.Hellos;
import io.troupe.common.exploration.OrdinalAllocator;
import io.troupe.common.wire.MessageHeader;
import io.troupe.learner.membership.NodeRegistry.Node;
import io.troupe.learner.membership.NodeRegistry.Registration;
import io.troupe.proto.Hello;
import io.troupe.proto.LaneAssignment;
import io.troupe.proto.LaneMoved;
import io.troupe.proto.NodeRole;
import io.troupe.proto.RunDescription;
import io.troupe.proto.StreamEndpoint;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeRegistryTest {
    @TempDir
    Path folder;
    private NodeRegistry registry;

    @BeforeEach
    void start() {
        RunDescription run = RunDescription.newBuilder().setRunId("run").setSeed(3)
            .putFingerprints("schema", "four floats").build();
        registry = new NodeRegistry(run, new IdIssuer(folder.resolve("ids")), new OrdinalAllocator(4), 2);
    }

    @Test
    void shouldGiveTwoActorsDifferentLanesAndCoverTheLadder() {
        List<LaneAssignment> first =
            registry.register(hello("actor-1", NodeRole.ACTOR, 1), false).welcome().getLanesList();
        List<LaneAssignment> second =
            registry.register(hello("actor-2", NodeRole.ACTOR, 1), false).welcome().getLanesList();

        Set<Long> lanes = new HashSet<>();
        Set<Integer> ordinals = new HashSet<>();
        for (List<LaneAssignment> assignments : List.of(first, second)) {
            assertEquals(2, assignments.size());
            assignments.forEach(lane -> {
                lanes.add(lane.getLaneId());
                ordinals.add(lane.getEpsilonOrdinal());
            });
        }
        assertEquals(4, lanes.size());
        assertEquals(Set.of(0, 1, 2, 3), ordinals);
    }

    @Test
    void shouldAnswerARepeatedHelloWithTheSameWelcome() {
        Hello hello = hello("actor-1", NodeRole.ACTOR, 1);

        assertEquals(registry.register(hello, false).welcome(), registry.register(hello, false).welcome());
    }

    @Test
    void shouldGiveARestartedActorNewLanesAndItsOldPlacesOnTheLadder() {
        Registration before = registry.register(hello("actor-1", NodeRole.ACTOR, 1), false);
        Registration after = registry.register(hello("actor-1", NodeRole.ACTOR, 2), false);

        assertEquals(before.welcome().getNodeId(), after.replaced().map(Node::nodeId).orElseThrow());
        assertNotEquals(before.welcome().getNodeId(), after.welcome().getNodeId());
        assertNotEquals(before.welcome().getLanes(0).getLaneId(), after.welcome().getLanes(0).getLaneId());
        assertEquals(before.welcome().getLanes(0).getEpsilonOrdinal(), after.welcome().getLanes(0).getEpsilonOrdinal());
        assertEquals(1, registry.nodes().size());
    }

    @Test
    void shouldHandTheEvaluationOverWhenItsActorIsGone() {
        int first = registry.register(hello("actor-1", NodeRole.ACTOR, 1), false).welcome().getNodeId();
        Registration second = registry.register(hello("actor-2", NodeRole.ACTOR, 1), false);
        assertFalse(second.welcome().getIsEvaluator());

        assertTrue(registry.remove(first));

        assertEquals(second.welcome().getNodeId(), registry.evaluator().map(Node::nodeId).orElseThrow());
    }

    @Test
    void shouldRefuseAShardOfAnotherSchemaAndNameBothValues() {
        Hello hello = hello("replay-1", NodeRole.REPLAY, 1).toBuilder().putFingerprints("schema", "two bytes").build();

        Registration registration = registry.register(hello, false);

        assertNull(registration.welcome());
        assertEquals("LAYOUT_MISMATCH", registration.refused().getCode());
        assertEquals("schema", registration.refused().getField());
        assertEquals("two bytes", registration.refused().getGot());
        assertEquals("four floats", registration.refused().getExpected());
        assertTrue(registry.nodes().isEmpty());
    }

    @Test
    void shouldRefuseAnotherWireVersion() {
        Hello hello = hello("actor-1", NodeRole.ACTOR, 1).toBuilder().setWireVersion(99).build();

        assertEquals("WIRE_VERSION", registry.register(hello, false).refused().getCode());
    }

    @Test
    void shouldTellAReturningShardWhichLanesHaveLeftIt() {
        LaneMoved moved =
            LaneMoved.newBuilder().setLaneId(5).setFromStoreId(70).setToStoreId(71).setFromRecord(12).build();
        registry.laneMoved(moved);

        int returning = registry.register(hello("replay-1", NodeRole.REPLAY, 1), false).welcome().getNodeId();
        int other = registry.register(hello("replay-2", NodeRole.REPLAY, 1), false).welcome().getNodeId();

        assertEquals(List.of(moved), registry.shardReady(returning, 70));
        assertTrue(registry.shardReady(other, 71).isEmpty());
    }

    @Test
    void shouldListAShardOnceItsFilesAreOpen() {
        int nodeId = registry.register(hello("replay-1", NodeRole.REPLAY, 1), false).welcome().getNodeId();
        assertEquals(0, registry.directory().getNodesCount());

        registry.shardReady(nodeId, 70);

        assertEquals(70, registry.directory().getNodes(0).getStoreId());
    }

    @Test
    void shouldSayInTheDirectoryThatAShardDrainsUntilItIsBackAsAnother() {
        int nodeId = registry.register(hello("replay-1", NodeRole.REPLAY, 1), false).welcome().getNodeId();
        registry.shardReady(nodeId, 70);
        assertFalse(registry.directory().getNodes(0).getIsDraining());
        long before = registry.directory().getVersion();

        assertTrue(registry.shardDraining(nodeId));
        assertFalse(registry.shardDraining(nodeId), "told again");
        assertTrue(registry.directory().getNodes(0).getIsDraining());
        assertEquals(70, registry.directory().getNodes(0).getStoreId());
        assertTrue(before < registry.directory().getVersion());

        int back = registry.register(hello("replay-1", NodeRole.REPLAY, 2), false).welcome().getNodeId();
        registry.shardReady(back, 70);
        assertFalse(registry.directory().getNodes(0).getIsDraining());
    }

    @Test
    void shouldNotLetAnActorDrainAsAShard() {
        int nodeId = registry.register(hello("actor-1", NodeRole.ACTOR, 1), false).welcome().getNodeId();

        assertFalse(registry.shardDraining(nodeId));
        assertEquals(2, registry.directory().getNodes(0).getLaneCount());
    }

    @Test
    void shouldRaiseTheDirectorysVersionWithEveryChange() {
        long before = registry.directory().getVersion();
        int nodeId = registry.register(hello("actor-1", NodeRole.ACTOR, 1), false).welcome().getNodeId();
        long joined = registry.directory().getVersion();
        registry.remove(nodeId);

        assertNotNull(registry.directory());
        assertTrue(before < joined && joined < registry.directory().getVersion());
    }

    @Test
    void everyHelloThatIsAcceptedShouldBeReadableByAllOthers() {
        SplittableRandom random = new SplittableRandom(3);
        byte[] valid = hello("shard-1", NodeRole.REPLAY, 1).toBuilder().setReplyTo("akka://x").build().toByteArray();
        int accepted = 0;
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = Arrays.copyOf(valid, random.nextInt(8) == 0 ? random.nextInt(valid.length) : valid.length);
            for (int change = random.nextInt(4); change > 0 && bytes.length > 0; change--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Hello hello;
            try {
                hello = Hello.parseFrom(bytes);
            } catch (InvalidProtocolBufferException e) {
                continue;
            }
            Registration registration = registry.register(hello, false);
            assertTrue(registration.welcome() == null ^ registration.refused() == null);
            if (registration.welcome() != null) {
                accepted++;
                registry.shardReady(registration.welcome().getNodeId(), random.nextLong());
                registry.directory().getNodesList().forEach(Hellos::endpoint);
                registry.remove(registration.welcome().getNodeId());
            }
        }
        assertTrue(accepted > 10_000, "accepted: " + accepted);
        assertEquals(0, registry.nodes().size());
    }

    private static Hello hello(String name, NodeRole role, long incarnation) {
        return Hello.newBuilder().setNodeName(name).setRole(role).setIncarnation(incarnation)
            .setWireVersion(MessageHeader.WIRE_VERSION)
            .setEndpoint(StreamEndpoint.newBuilder().setHost("127.0.0.1").setPort(40_000).setDriverNonce("1f")).build();
    }
}
