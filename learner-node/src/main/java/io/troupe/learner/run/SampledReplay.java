package io.troupe.learner.run;

import io.troupe.common.agent.TimeAccount;
import io.troupe.common.transport.ShardPeer;
import io.troupe.learner.sampling.GlobalSampler;
import io.troupe.learner.sampling.SamplerCounts;
import io.troupe.learner.sampling.SamplerState;
import io.troupe.learner.transport.BatchHandler;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The shards and the sampler over them, as one duty of the learner's thread. */
public final class SampledReplay implements LearnerAgent.Receive, LearnerAgent.ReplayProgress {
    private static final int MAX_MESSAGES = 64;

    /** Polls what the shards have sent. */
    @FunctionalInterface
    public interface Batches {
        int poll(BatchHandler handler, int maxMessages);
    }

    private final GlobalSampler sampler;
    private final Batches batches;
    private final Runnable tendLinks;
    private final BatchHandler handler;
    private final Map<Long, Integer> nodeIds = new HashMap<>();

    /** @param tendLinks opens and closes streams as shards come and go */
    public SampledReplay(GlobalSampler sampler, Batches batches, Runnable tendLinks) {
        this.sampler = sampler;
        this.batches = batches;
        this.tendLinks = tendLinks;
        handler = sampler::onBatch;
    }

    @Override
    public int poll() {
        tendLinks.run();
        return batches.poll(handler, MAX_MESSAGES) + sampler.doWork();
    }

    /** The shards that there are now: those that are new are drawn from, those that are missing no longer. */
    public void setShards(List<ShardPeer> shards) {
        Map<Long, Integer> now = new HashMap<>();
        shards.forEach(shard -> now.put(shard.storeId(), shard.nodeId()));
        nodeIds.keySet().stream().filter(storeId -> !now.containsKey(storeId)).toList().forEach(storeId -> {
            nodeIds.remove(storeId);
            sampler.removeShard(storeId);
        });
        now.forEach((storeId, nodeId) -> {
            if (!nodeId.equals(nodeIds.put(storeId, nodeId))) {
                sampler.addShard(storeId, nodeId);
            }
        });
    }

    public void setPaused(boolean isPaused) {
        sampler.setPaused(isPaused);
    }

    public void drain() {
        sampler.drain();
    }

    /** For a checkpoint. */
    public SamplerState state() {
        return sampler.state();
    }

    @Override
    public long storedSteps() {
        return sampler.storedSteps();
    }

    @Override
    public long sizeSteps() {
        return sampler.sizeRecords();
    }

    @Override
    public SamplerCounts samplerCounts() {
        return sampler.counts();
    }

    @Override
    public TimeAccount.State waitsFor() {
        if (!sampler.hasBegun()) {
            return TimeAccount.State.WAITING_FOR_INSERTS;
        }
        return sampler.isLimited() ? TimeAccount.State.LIMITED : TimeAccount.State.WAITING_FOR_SAMPLES;
    }

    @Override
    public double samplesPerInsert() {
        return sampler.samplesPerInsert();
    }
}
