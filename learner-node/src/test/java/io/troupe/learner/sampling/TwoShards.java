package io.troupe.learner.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.troupe.learner.learning.LinearSchedule;
import io.troupe.learner.learning.SampledBatch;
import io.troupe.learner.sampling.FakeShards.FakeShard;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/** A sampler of batches of 32 rows over two shards, the second with three times the first one's mass. */
abstract class TwoShards {
    static final int ROWS = 32;
    static final long MS = 1_000_000;

    final FakeShards shards = new FakeShards();
    final FakeShard one = shards.add(1, 10, 20, 30, 40); // mass 100
    final FakeShard two = shards.add(2, 100, 100, 100); // mass 300
    final float[] priorities = new float[ROWS];
    long nowNs = 1_000 * MS;
    GlobalSampler sampler;

    void start(OptionalDouble samplesPerInsert, long minSize, long buffer) {
        start(samplesPerInsert, minSize, buffer, 1);
    }

    void start(OptionalDouble samplesPerInsert, long minSize, long buffer, int accumulationBatches) {
        sampler = sampler(samplesPerInsert, minSize, buffer, accumulationBatches);
        one.requestedBatches.clear();
        two.requestedBatches.clear();
        join(1, 2);
    }

    GlobalSampler sampler(OptionalDouble samplesPerInsert, long minSize, long buffer, int accumulationBatches) {
        SamplerSettings settings = new SamplerSettings(ROWS, 2, accumulationBatches, new LinearSchedule(0.5, 0.5, 1),
            new RateLimiter(minSize, samplesPerInsert, buffer, ROWS), 1, 100 * MS, 2_000 * MS);
        return new GlobalSampler(FakeShards.LAYOUT, FakeShards.WINDOW, settings, shards, () -> nowNs,
            new SplittableRandom(3));
    }

    void join(int... stores) {
        for (int store : stores) {
            sampler.addShard(store, store);
        }
        shards.reportAll(sampler);
        assertEquals(stores.length, sampler.shards().size());
    }

    SampledBatch answered() {
        shards.answerAll(sampler, 7);
        return sampler.poll();
    }

    SampledBatch nextBatch() {
        sampler.doWork();
        SampledBatch batch = answered();
        assertNotNull(batch);
        return batch;
    }
}
