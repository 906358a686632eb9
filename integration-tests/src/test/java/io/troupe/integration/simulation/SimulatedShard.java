package io.troupe.integration.simulation;

import io.troupe.common.wire.BatchMessage;
import io.troupe.common.wire.FeedbackMessage;
import io.troupe.common.wire.StepsMessage;
import io.troupe.integration.simulation.Network.Kind;
import io.troupe.proto.Directory;
import io.troupe.proto.DirectoryEntry;
import io.troupe.proto.Hello;
import io.troupe.proto.LaneMoved;
import io.troupe.proto.NodeRole;
import io.troupe.proto.ShardReady;
import io.troupe.proto.Welcome;
import io.troupe.replay.cluster.ShardStatuses;
import io.troupe.replay.shard.ReplayShard;
import io.troupe.replay.shard.ReplayShardSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** A shard process: the real {@link ReplayShard} on real files, driven as its agent drives it. */
final class SimulatedShard extends SimulatedNode {
    static final int MAX_MESSAGE_BYTES = 2048;
    private static final long ACKS_INTERVAL_NS = Network.ms(40);
    private static final long REPORT_INTERVAL_NS = Network.ms(50);

    private final Simulation simulation;
    private final Path folder;
    private final StepsMessage steps = new StepsMessage(CountingEnvironment.LAYOUT.stride());
    private final FeedbackMessage feedback = new FeedbackMessage();
    private final BatchMessage batch = new BatchMessage(CountingEnvironment.LAYOUT, RowAudit.WINDOW);
    private final ExpandableArrayBuffer acks = new ExpandableArrayBuffer();
    private final Map<Integer, Long> actors = new LinkedHashMap<>();
    private ReplayShard shard;
    private int learner;
    private long reportedNs;
    private long statusNs;
    private boolean isPieceKept;

    SimulatedShard(Simulation simulation, String name, Path folder) {
        super(name, NodeRole.REPLAY);
        this.simulation = simulation;
        this.folder = folder;
    }

    Path folder() {
        return folder;
    }

    ReplayShardSettings settings() {
        Schedule schedule = simulation.schedule();
        return new ReplayShardSettings(folder, CountingEnvironment.LAYOUT, RowAudit.WINDOW, schedule.capacitySteps(),
            schedule.segmentSteps(), 1, false, MAX_MESSAGE_BYTES);
    }

    @Override
    void onWelcome(Welcome welcome) {
        shard = new ReplayShard(settings(), simulation.random().split(), simulation.random()::nextLong);
        shard.nodeId(nodeId());
        simulation.books().store(shard.storeId()).checkSame(shard.latest());
        simulation.log("%s is node %d with store %d", name(), nodeId(), shard.storeId());
        ShardReady ready = ShardReady.newBuilder().setNodeId(nodeId()).setStoreId(shard.storeId()).build();
        simulation.network().tell(nodeId(), Network.COORDINATOR, () -> simulation.coordinator().onShardReady(ready));
    }

    @Override
    void onDirectory(Directory directory) {
        if (shard == null) {
            return;
        }
        Map<Integer, Long> now = new LinkedHashMap<>();
        learner = 0;
        for (DirectoryEntry node : directory.getNodesList()) {
            if (node.getRole() == NodeRole.ACTOR) {
                now.put(node.getNodeId(), actors.getOrDefault(node.getNodeId(), 0L));
            } else if (node.getRole() == NodeRole.LEARNER) {
                learner = node.getNodeId();
            }
        }
        actors.keySet().stream().filter(actor -> !now.containsKey(actor)).forEach(shard::removeSender);
        now.keySet().stream().filter(actor -> !actors.containsKey(actor)).forEach(shard::addSender);
        actors.clear();
        actors.putAll(now);
    }

    @Override
    void onLaneMoved(LaneMoved moved) {
        if (shard == null || simulation.mutation() == Mutation.IGNORE_MOVES) {
            return;
        }
        shard.moveAway(moved.getLaneId(), moved.getFromRecord(), moved.getEpoch());
        simulation.books().onMovedAway(moved, shard.publish());
        simulation.log("%s is told that lane %d has left at %d", name(), moved.getLaneId(), moved.getFromRecord());
    }

    @Override
    void doWork() {
        if (shard == null) {
            return;
        }
        Network network = simulation.network();
        network.poll(Kind.FEEDBACK, nodeId(), this::onFeedback, 16);
        if (learner != 0 && network.isConnected(Kind.BATCHES, nodeId(), learner)) {
            shard.serve(this::toLearner);
            if (network.nowNs() - reportedNs >= REPORT_INTERVAL_NS && shard.reportState(this::toLearner)) {
                reportedNs = network.nowNs();
            }
        }
        for (int i = 0; i < 64 && !shard.isLimited(); i++) {
            if (network.poll(Kind.STEPS, nodeId(), this::onSteps, 1) == 0) {
                break;
            }
        }
        actors.replaceAll(this::sendAcks);
        if (network.nowNs() - statusNs >= Network.ms(100)) {
            reportStatus();
        }
    }

    void reportStatus() {
        if (shard != null) {
            statusNs = simulation.network().nowNs();
            simulation.coordinator().tellStatus(nodeId(), ShardStatuses.of(nodeId(), shard.publish()));
        }
    }

    @Override
    void onKilled() {
        if (shard != null) {
            shard.close();
            shard = null;
        }
        isPieceKept = false;
        actors.clear();
        learner = 0;
    }

    /** The files are gone: everything that was stored there is destroyed. */
    void destroyVolume(long storeId) {
        IoUtil.delete(folder.toFile(), true);
        simulation.books().store(storeId).destroy();
    }

    /** 0 where it is not open. */
    long storeId() {
        return shard == null ? 0 : shard.storeId();
    }

    private long sendAcks(int actor, long sentNs) {
        Network network = simulation.network();
        boolean isDue = shard.acknowledgements().isDue(actor) || network.nowNs() - sentNs >= ACKS_INTERVAL_NS;
        if (!isDue || !network.isConnected(Kind.ACKS, nodeId(), actor)) {
            return sentNs;
        }
        acks.checkLimit(shard.acknowledgements().length(actor));
        int length = shard.acknowledgements().write(actor, acks, 0);
        simulation.mutation().onAcks(acks);
        return network.offer(Kind.ACKS, nodeId(), actor, bytes(acks, 0, length)) ? network.nowNs() : sentNs;
    }

    private void onFeedback(byte[] bytes) {
        Books.check(feedback.wrap(new UnsafeBuffer(bytes), 0, bytes.length), "malformed feedback");
        shard.onFeedback(feedback);
        noteMaxPriority();
    }

    private void onSteps(byte[] bytes) {
        UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        Books.check(steps.wrap(buffer, 0, bytes.length), "malformed steps");
        simulation.mutation().onSteps(steps, shard);
        shard.append(steps);
        noteMaxPriority();
        simulation.books().onStored(steps, shard.latest());
        simulation.books().checkChanged();
    }

    private void noteMaxPriority() {
        simulation.books().store(shard.storeId()).maxPriorities.add((double) shard.publish().maxPriority());
    }

    /** Looks at the rows as they are drawn: a piece that the learner cannot take is kept, and offered again later. */
    private boolean toLearner(DirectBuffer message, int offset, int length) {
        byte[] bytes = bytes(message, offset, length);
        if (!isPieceKept) {
            Books.check(batch.wrap(new UnsafeBuffer(bytes), 0, length), "malformed batch");
            simulation.rows().check(batch);
        }
        boolean isTaken = simulation.network().offer(Kind.BATCHES, nodeId(), learner, bytes);
        isPieceKept = !isTaken && (isPieceKept || batch.rows() > 0);
        return isTaken;
    }
}
