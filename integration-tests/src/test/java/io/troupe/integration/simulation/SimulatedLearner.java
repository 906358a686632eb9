package io.troupe.integration.simulation;

import io.troupe.common.schema.StepField;
import io.troupe.common.transport.PeerEndpoint;
import io.troupe.common.transport.ShardPeer;
import io.troupe.common.wire.BatchMessage;
import io.troupe.integration.simulation.Network.Kind;
import io.troupe.learner.learning.LinearSchedule;
import io.troupe.learner.learning.SampledBatch;
import io.troupe.learner.run.SampledReplay;
import io.troupe.learner.sampling.GlobalSampler;
import io.troupe.learner.sampling.RateLimiter;
import io.troupe.learner.sampling.SamplerSettings;
import io.troupe.learner.sampling.SamplerState;
import io.troupe.learner.sampling.ShardRequests;
import io.troupe.learner.transport.BatchHandler;
import io.troupe.proto.Directory;
import io.troupe.proto.LaneMoved;
import io.troupe.proto.NodeRole;
import io.troupe.proto.Welcome;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A learner process: the real {@link GlobalSampler}; what it learns is each record's own priority. */
final class SimulatedLearner extends SimulatedNode implements ShardRequests {
    private static final int BATCH_ROWS = 8;
    private static final int CHECKPOINT_BATCHES = 8;
    private static final int STATE = RowAudit.WINDOW.columnOf(StepField.observation(0));
    private static final PeerEndpoint NOWHERE = new PeerEndpoint("localhost", 0, 0);

    private final Simulation simulation;
    private final BatchMessage message = new BatchMessage(CountingEnvironment.LAYOUT, RowAudit.WINDOW);
    private final Map<Long, Integer> nodeOfStore = new HashMap<>();
    private final float[] priorities = new float[BATCH_ROWS];
    private GlobalSampler sampler;
    private SampledReplay replay;
    private long incarnation;
    private SamplerState checkpoint;
    private long batches;
    private boolean isDraining;

    SimulatedLearner(Simulation simulation) {
        super("learner", NodeRole.LEARNER);
        this.simulation = simulation;
    }

    long batches() {
        return batches;
    }

    @Override
    void onWelcome(Welcome welcome) {
        incarnation++;
        // A buffer that lets inserts wait for samples now and then.
        RateLimiter limiter = new RateLimiter(50, simulation.schedule().samplesPerInsert(), 40, BATCH_ROWS);
        sampler = new GlobalSampler(CountingEnvironment.LAYOUT, RowAudit.WINDOW, new SamplerSettings(BATCH_ROWS, 2, 1,
            new LinearSchedule(0.4, 1, 1000), limiter, (incarnation << 40) + 1, Network.ms(50), Network.ms(400)), this,
            simulation.network()::nowNs, simulation.random().split());
        if (checkpoint != null) {
            sampler.restore(checkpoint);
        }
        replay = new SampledReplay(sampler, this::poll, () -> { });
        if (isDraining) {
            sampler.drain();
        }
        simulation.log("learner is node %d", nodeId());
    }

    @Override
    void onDirectory(Directory directory) {
        nodeOfStore.clear();
        List<ShardPeer> shards = directory.getNodesList().stream().filter(node -> node.getRole() == NodeRole.REPLAY)
            .map(node -> new ShardPeer(node.getStoreId(), node.getNodeId(), NOWHERE)).toList();
        shards.forEach(shard -> nodeOfStore.put(shard.storeId(), shard.nodeId()));
        replay.setShards(shards);
    }

    @Override
    void onLaneMoved(LaneMoved moved) {
        throw new AssertionError("a learner was told of a move");
    }

    @Override
    void doWork() {
        replay.poll();
        SampledBatch batch = sampler.poll();
        if (batch == null) {
            return;
        }
        for (int row = 0; row < BATCH_ROWS; row++) {
            Books.check(batch.importanceWeights()[row] > 0 && batch.importanceWeights()[row] <= 1,
                "importance weight %s", batch.importanceWeights()[row]);
            int at = row * batch.rowBytes(STATE);
            float laneId = batch.column(STATE).getFloat(at, ByteOrder.LITTLE_ENDIAN);
            float record = batch.column(STATE).getFloat(at + 4, ByteOrder.LITTLE_ENDIAN);
            String identity = simulation.books().store(batch.storeIds()[row]).keys.get(batch.keys()[row]);
            Books.check(identity != null && identity.equals((long) laneId + ":" + (long) record),
                "a row of key %d arrives as %s:%s and was drawn as %s", batch.keys()[row], laneId, record, identity);
            priorities[row] = RowAudit.learned((long) laneId, (long) record);
        }
        sampler.update(batch, priorities);
        sampler.release(batch);
        batches++;
        if (batches % CHECKPOINT_BATCHES == 0) {
            checkpoint = sampler.state();
        }
    }

    void drain() {
        isDraining = true;
        if (sampler != null) {
            sampler.drain();
        }
    }

    @Override
    void onKilled() {
        nodeOfStore.clear();
    }

    @Override
    public boolean offer(long storeId, DirectBuffer bytes, int offset, int length) {
        Integer shard = nodeOfStore.get(storeId);
        return shard != null
            && simulation.network().offer(Kind.FEEDBACK, nodeId(), shard, bytes(bytes, offset, length));
    }

    private int poll(BatchHandler handler, int max) {
        return simulation.network().poll(Kind.BATCHES, nodeId(), bytes -> {
            Books.check(message.wrap(new UnsafeBuffer(bytes), 0, bytes.length), "malformed batch");
            handler.onBatch(message);
        }, max);
    }
}
