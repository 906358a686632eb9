package io.troupe.learner.sampling;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.learner.learning.LinearSchedule;
import io.troupe.learner.learning.SampledBatch;
import io.troupe.learner.sampling.FakeShards.FakeShard;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The draw from four unequal shards against one tree that holds everything. */
class GlobalDistributionTest {
    private static final int ROWS = 32;
    private static final int BATCHES = 2_000;
    private static final int[] SIZES = {3, 10, 25, 60};

    private final FakeShards shards = new FakeShards();
    private final FakeShard[] all = new FakeShard[SIZES.length];
    private final double[][] drawn = new double[SIZES.length][];
    private double totalMass;

    @BeforeEach
    void fill() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < all.length; i++) {
            double scale = Math.exp(i); // so that masses do not follow the sizes alone
            all[i] = shards.add(i + 1, random.longs(SIZES[i], 1_000, 20_000).map(m -> (long) (m / scale)).toArray());
            drawn[i] = new double[SIZES[i]];
            totalMass += all[i].total;
        }
    }

    @Test
    void shouldBeTheDrawFromOneTree() {
        SamplerSettings settings = new SamplerSettings(ROWS, 2, 1, new LinearSchedule(0.4, 0.4, 1),
            new RateLimiter(1, OptionalDouble.empty(), 0, ROWS), 1, 1, 1_000);
        GlobalSampler sampler = new GlobalSampler(FakeShards.LAYOUT, FakeShards.WINDOW, settings, shards, () -> 0,
            new SplittableRandom(6));
        for (FakeShard shard : all) {
            sampler.addShard(shard.storeId, shard.nodeId);
        }
        shards.reportAll(sampler);
        for (int i = 0; i < BATCHES; i++) {
            sampler.doWork();
            shards.answerAll(sampler, ROWS);
            SampledBatch batch = sampler.poll();
            for (int row = 0; row < ROWS; row++) {
                drawn[(int) batch.storeIds()[row] - 1][(int) batch.keys()[row]]++;
            }
            sampler.release(batch);
        }
        assertTrue(chiSquare() < threshold(), "χ² = " + chiSquare() + ", at most " + threshold());
    }

    @Test
    void drawingEachBatchFromOneShardShouldFailThisTest() {
        SplittableRandom random = new SplittableRandom(6);
        for (int i = 0; i < BATCHES; i++) {
            double at = random.nextDouble() * totalMass; // even with each shard chosen by its mass
            int shard = 0;
            while (at >= all[shard].total) {
                at -= all[shard++].total;
            }
            for (int row = 0; row < ROWS; row++) {
                drawn[shard][shards.draw(all[shard])]++;
            }
        }
        assertTrue(chiSquare() > threshold(), "χ² = " + chiSquare());
    }

    private double chiSquare() {
        double sum = 0;
        for (int i = 0; i < all.length; i++) {
            for (int window = 0; window < SIZES[i]; window++) {
                double expected = (double) ROWS * BATCHES * all[i].masses[window] / totalMass;
                sum += (drawn[i][window] - expected) * (drawn[i][window] - expected) / expected;
            }
        }
        return sum;
    }

    /** Exceeded once in a thousand by a true draw (Wilson and Hilferty's approximation). */
    private static double threshold() {
        double freedom = 3 + 10 + 25 + 60 - 1;
        double z = 3.09;
        return freedom * Math.pow(1 - 2 / (9 * freedom) + z * Math.sqrt(2 / (9 * freedom)), 3);
    }
}
