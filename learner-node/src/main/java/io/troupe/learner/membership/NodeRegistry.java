package io.troupe.learner.membership;

import com.google.protobuf.ByteString;
import io.troupe.common.cluster.Hellos;
import io.troupe.common.exploration.OrdinalAllocator;
import io.troupe.common.security.StreamKey;
import io.troupe.common.wire.MessageHeader;
import io.troupe.proto.Directory;
import io.troupe.proto.DirectoryEntry;
import io.troupe.proto.Hello;
import io.troupe.proto.LaneAssignment;
import io.troupe.proto.LaneMoved;
import io.troupe.proto.NodeRole;
import io.troupe.proto.Refused;
import io.troupe.proto.RunDescription;
import io.troupe.proto.ShardStatus;
import io.troupe.proto.Welcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who is in the run: issues node ids, lane ids and ordinals of the exploration ladder, checks at the handshake what two
 * nodes must share, and keeps the directory that every node gets. Knows nothing of how messages travel. Not
 * thread-safe.
 */
public final class NodeRegistry {
    /**
     * A registered node.
     *
     * @param storeId    of a shard's files; 0 where it is none, or has not opened them yet
     * @param isDraining it is about to leave in order
     */
    public record Node(int nodeId, Hello hello, List<LaneAssignment> lanes, long storeId, boolean isDraining) {
        public NodeRole role() {
            return hello.getRole();
        }
    }

    /**
     * Either a welcome or a refusal; {@code replaced} is the earlier incarnation of the same node, if there was one.
     */
    public record Registration(Welcome welcome, Refused refused, Optional<Node> replaced) {
    }

    private final RunDescription run;
    private final IdIssuer ids;
    private final OrdinalAllocator ordinals;
    private final int lanesPerActor;
    private final Map<Integer, Node> nodes = new LinkedHashMap<>();
    private final List<LaneMoved> moves = new ArrayList<>();
    private final LaneEpochs epochs = new LaneEpochs();
    private String weightsPublisher = "";
    private ByteString streamKey = ByteString.EMPTY;
    private long directoryVersion;
    private int evaluatorId = -1;

    public NodeRegistry(RunDescription run, IdIssuer ids, OrdinalAllocator ordinals, int lanesPerActor) {
        this.run = run;
        this.ids = ids;
        this.ordinals = ordinals;
        this.lanesPerActor = lanesPerActor;
    }

    public void weightsPublisher(String reference) {
        weightsPublisher = reference;
    }

    /** Handed to every node that is taken in from now on; without one the run's streams are in the clear. */
    public void streamKey(StreamKey key) {
        streamKey = ByteString.copyFrom(key.bytes());
    }

    /** Takes a node in, or says why not. A repeated hello of the same incarnation gets the same welcome. */
    public Registration register(Hello hello, boolean isPaused) {
        Optional<Refused> refusal = refusal(hello);
        if (refusal.isPresent()) {
            return new Registration(null, refusal.get(), Optional.empty());
        }
        Optional<Node> known = nodes.values().stream()
            .filter(node -> node.hello().getNodeName().equals(hello.getNodeName()) && node.role() == hello.getRole())
            .findFirst();
        if (known.isPresent() && known.get().hello().getIncarnation() == hello.getIncarnation()) {
            return new Registration(welcome(known.get(), isPaused), null, Optional.empty());
        }
        known.ifPresent(node -> remove(node.nodeId()));
        Node node = new Node(Math.toIntExact(ids.next()), hello, assignLanes(hello), 0, false);
        nodes.put(node.nodeId(), node);
        directoryVersion++;
        if (node.role() == NodeRole.ACTOR && evaluatorId < 0) {
            evaluatorId = node.nodeId();
        }
        return new Registration(welcome(node, isPaused), null, known);
    }

    /** Forgets a node that is gone; false where it was not there. */
    public boolean remove(int nodeId) {
        Node node = nodes.remove(nodeId);
        if (node == null) {
            return false;
        }
        epochs.forget(nodeId);
        node.lanes().forEach(lane -> ordinals.release(lane.getEpsilonOrdinal()));
        directoryVersion++;
        if (evaluatorId == nodeId) {
            evaluatorId = nodes.values().stream()
                .filter(other -> other.role() == NodeRole.ACTOR).mapToInt(Node::nodeId).findFirst().orElse(-1);
        }
        return true;
    }

    /**
     * A shard has opened its files, and is in the directory from now on.
     *
     * @return the lanes that moved away from these files while the shard was gone
     */
    public List<LaneMoved> shardReady(int nodeId, long storeId) {
        Node node = nodes.get(nodeId);
        if (node == null || node.storeId() == storeId) {
            return List.of();
        }
        nodes.put(nodeId, new Node(nodeId, node.hello(), node.lanes(), storeId, false));
        directoryVersion++;
        return moves.stream().filter(move -> move.getFromStoreId() == storeId).toList();
    }

    /** A shard is about to leave; false where it is not there, or was so already. */
    public boolean shardDraining(int nodeId) {
        return draining(nodeId, NodeRole.REPLAY);
    }

    /** As {@link #shardDraining}, of an actor. */
    public boolean actorLeaving(int nodeId) {
        return draining(nodeId, NodeRole.ACTOR);
    }

    private boolean draining(int nodeId, NodeRole role) {
        Node node = nodes.get(nodeId);
        if (node == null || node.role() != role || node.isDraining()) {
            return false;
        }
        nodes.put(nodeId, new Node(nodeId, node.hello(), node.lanes(), node.storeId(), true));
        directoryVersion++;
        return true;
    }

    /** Remembers that a lane went over to another shard, for the day its old shard comes back. */
    public void laneMoved(LaneMoved moved) {
        moves.add(moved);
    }

    /**
     * A shard has reported what it stores.
     *
     * @return the lanes that have been at another shard since they were at this one, as far as it has not been told so
     */
    public List<LaneMoved> shardReported(ShardStatus status) {
        return nodes.containsKey(status.getNodeId()) ? epochs.onShardStatus(status) : List.of();
    }

    public Directory directory() {
        Directory.Builder directory = Directory.newBuilder().setVersion(directoryVersion);
        for (Node node : nodes.values()) {
            if (node.role() == NodeRole.REPLAY && node.storeId() == 0) {
                continue;
            }
            directory.addNodes(DirectoryEntry.newBuilder()
                .setNodeId(node.nodeId())
                .setNodeName(node.hello().getNodeName())
                .setRole(node.role())
                .setEndpoint(node.hello().getEndpoint())
                .setStoreId(node.storeId())
                .setIsDraining(node.isDraining())
                .setLaneCount(node.lanes().size())
                .setIncarnation(node.hello().getIncarnation()));
        }
        return directory.build();
    }

    public Collection<Node> nodes() {
        return List.copyOf(nodes.values());
    }

    public Optional<Node> node(int nodeId) {
        return Optional.ofNullable(nodes.get(nodeId));
    }

    /** The actor that evaluates, or empty. */
    public Optional<Node> evaluator() {
        return node(evaluatorId);
    }

    private Optional<Refused> refusal(Hello hello) {
        if (hello.getWireVersion() != MessageHeader.WIRE_VERSION) {
            return Optional.of(refused("WIRE_VERSION", "wire version", Integer.toString(hello.getWireVersion()),
                Integer.toString(MessageHeader.WIRE_VERSION), "run the same version of Troupe on every node"));
        }
        if (!Hellos.isPossible(hello)) {
            return Optional.of(refused("WIRE_FORMAT", "role or endpoint", hello.getRole() + " "
                + hello.getEndpoint().getHost() + ":" + hello.getEndpoint().getPort() + " "
                + hello.getEndpoint().getDriverNonce(),
                "a role, a host, a port and a hexadecimal nonce", "run the same version of Troupe on every node"));
        }
        for (Map.Entry<String, String> fingerprint : hello.getFingerprintsMap().entrySet()) {
            String expected = run.getFingerprintsOrDefault(fingerprint.getKey(), fingerprint.getValue());
            if (!expected.equals(fingerprint.getValue())) {
                return Optional.of(refused("LAYOUT_MISMATCH", fingerprint.getKey(), fingerprint.getValue(), expected,
                    "start the node with the settings of this run, or without any of its own"));
            }
        }
        return Optional.empty();
    }

    private static Refused refused(String code, String field, String got, String expected, String advice) {
        return Refused.newBuilder().setCode(code).setField(field).setGot(got).setExpected(expected).setAdvice(advice)
            .build();
    }

    private List<LaneAssignment> assignLanes(Hello hello) {
        List<LaneAssignment> lanes = new ArrayList<>();
        if (hello.getRole() == NodeRole.ACTOR) {
            for (int i = 0; i < lanesPerActor; i++) {
                int ordinal = ordinals.acquire();
                long laneId = ids.next();
                lanes.add(LaneAssignment.newBuilder().setLaneId(laneId).setEpsilonOrdinal(ordinal)
                    .setSeed(run.getSeed() * 1_000_003L + laneId).build());
            }
        }
        return lanes;
    }

    private Welcome welcome(Node node, boolean isPaused) {
        return Welcome.newBuilder()
            .setNodeId(node.nodeId())
            .setRun(run)
            .setDirectory(directory())
            .addAllLanes(node.lanes())
            .setIsEvaluator(evaluatorId == node.nodeId())
            .setIsPaused(isPaused)
            .setWeightsPublisher(weightsPublisher)
            .setStreamKey(streamKey)
            .build();
    }
}
