package io.troupe.integration.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.learner.learning.SampledBatch;
import io.troupe.replay.priority.PriorityMass;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Draws from four very unequal shards as from one tree. {@code -Dtroupe.distribution.draws=N} sets how many; the wrong
 * twins show that the same checks find what is wrong.
 */
class DistributionTest {
    private static final long DRAWS = Long.getLong("troupe.distribution.draws", 10_000_000);
    private static final long TWIN_DRAWS = Math.min(DRAWS, 500_000);
    private static final int ROWS = 512;
    private static final double ALPHA = 0.6;
    private static final int[] SIZES = {64, 300, 900, 2_000};
    private static final double[] SCALES = {300, 10, 1, 0.05};

    @TempDir
    Path folder;
    private final PriorityMass mass = new PriorityMass(ALPHA, Long.MAX_VALUE);
    private final SplittableRandom random = new SplittableRandom(3);
    private final float[][] priorities = new float[SIZES.length][];

    @Test
    void shouldDrawFromFourShardsAsFromOneTree() {
        assertEquals(List.of(), frozen(ALPHA, DRAWS));
    }

    @Test
    void drawingEachBatchFromOneShardShouldFail() {
        StratifiedCounts counts = oracle();
        try (SampledShards shards = filled(ALPHA)) {
            int[] rows = new int[ROWS];
            for (long draws = 0; draws < TWIN_DRAWS; draws += ROWS) {
                double at = random.nextDouble() * shards.shards.stream().mapToDouble(shard -> shard.totalMass()).sum();
                int shard = 0;
                while (at >= shards.shards.get(shard).totalMass()) {
                    at -= shards.shards.get(shard++).totalMass();
                }
                shards.drawFromOneShard(shard, rows);
                counts.onBatch(Arrays.stream(rows).map(DistributionTest::window).toArray());
            }
        }
        assertEquals(3, counts.problems().size(), counts.problems().toString());
    }

    @Test
    void aWrongExponentShouldFail() {
        List<String> problems = frozen(1.1 * ALPHA, TWIN_DRAWS);
        assertTrue(problems.toString().contains("standard deviations off"), problems.toString());
        assertTrue(problems.toString().contains("probability"), problems.toString());
    }

    /** While priorities change between request and draw, and shards grow and evict. */
    @Test
    void shouldReturnTheProbabilitiesOfTheDraw() {
        assertEquals(List.of(), live(DRAWS / 5, true));
    }

    @Test
    void probabilitiesThatAreLookedUpLaterShouldFail() {
        List<String> problems = live(TWIN_DRAWS, false);
        assertTrue(problems.toString().contains("standard deviations off"), problems.toString());
    }

    private List<String> frozen(double exponent, long draws) {
        StratifiedCounts counts = oracle();
        double worst = 0;
        try (SampledShards shards = filled(exponent)) {
            int[] rows = new int[ROWS];
            for (long drawn = 0; drawn < draws; drawn += ROWS) {
                SampledBatch batch = shards.next();
                for (int row = 0; row < ROWS; row++) {
                    rows[row] = window(shards.number(batch, row));
                    worst = Math.max(worst, Math.abs(batch.drawProbabilities()[row] / counts.share(rows[row]) - 1));
                }
                counts.onBatch(rows);
                shards.sampler.release(batch);
            }
        }
        List<String> problems = new ArrayList<>(counts.problems());
        if (worst > 1e-6) {
            problems.add("a probability is off by " + worst);
        }
        return problems;
    }

    /** Sums of: 1, a known function, and the windows of each shard; so means, too, are unbiased. */
    private List<String> live(long draws, boolean isAsDrawn) {
        UnbiasedSums sums = new UnbiasedSums(2 + SIZES.length);
        double[][] truth = new double[16][];
        float[] renewed = new float[ROWS];
        try (SampledShards shards = filled(ALPHA)) {
            LiveWindows live = new LiveWindows(shards, SIZES.length);
            shards.beforeRows(() -> truth[(int) shards.servedBatch() % truth.length] = live.sums());
            for (long drawn = 0, round = 0; drawn < draws; drawn += ROWS, round++) {
                grow(shards, round);
                live.update();
                SampledBatch batch = shards.next();
                double[] estimates = new double[2 + SIZES.length];
                double total = shards.shards.stream().mapToDouble(shard -> shard.totalMass()).sum();
                for (int row = 0; row < ROWS; row++) {
                    int number = shards.number(batch, row);
                    int shard = number / SampledShards.NUMBERS;
                    int index = number % SampledShards.NUMBERS;
                    double q = isAsDrawn ? batch.drawProbabilities()[row] : mass.of(priorities[shard][index]) / total;
                    double windows = 1 / (q * ROWS);
                    estimates[0] += windows;
                    estimates[1] += windows * LiveWindows.function(number);
                    estimates[2 + shard] += windows;
                    renewed[row] = renewed(shard, round);
                }
                for (int row = 0; row < ROWS; row++) {
                    int number = shards.number(batch, row);
                    priorities[number / SampledShards.NUMBERS][number % SampledShards.NUMBERS] = renewed[row];
                }
                sums.add(estimates, truth[(int) batch.batchId() % truth.length]);
                shards.sampler.update(batch, renewed);
                shards.sampler.release(batch);
            }
        }
        return sums.problems();
    }

    /** Shards swell and ebb against each other, by a factor of up to 8 in mass. */
    private float renewed(int shard, long round) {
        double tide = Math.sin(round / 40.0 + shard * Math.PI / 2);
        return (float) Math.exp(1.7 * tide + 0.7 * gaussian());
    }

    private void grow(SampledShards shards, long round) {
        for (int i = 0; i < SIZES.length; i++) {
            for (int more = 0; more < i && round % 4 == 0; more++) {
                shards.append(i, number -> priority(number, 1));
            }
        }
    }

    private SampledShards filled(double exponent) {
        SampledShards shards =
            new SampledShards(folder.resolve("alpha-" + exponent), SIZES.length, 2_560, exponent, ROWS);
        for (int i = 0; i < SIZES.length; i++) {
            double scale = SCALES[i];
            for (int record = 0; record <= SIZES[i]; record++) {
                shards.append(i, number -> priority(number, scale));
            }
        }
        return shards;
    }

    /** One per window, remembered; each window has the same in every shard that is filled. */
    private float priority(int number, double scale) {
        int shard = number / SampledShards.NUMBERS;
        int index = number % SampledShards.NUMBERS;
        float[] own = priorities[shard];
        if (own == null || own.length <= index) {
            own = own == null ? new float[1024] : Arrays.copyOf(own, Math.max(index + 1, 2 * own.length));
            priorities[shard] = own;
        }
        if (own[index] == 0) {
            own[index] = (float) (scale * Math.exp(gaussian()));
        }
        return own[index];
    }

    private StratifiedCounts oracle() {
        double[][] masses = new double[SIZES.length][];
        for (int i = 0; i < SIZES.length; i++) {
            int shard = i;
            masses[i] = new double[SIZES[i]];
            Arrays.setAll(masses[i], index -> mass.of(priority(shard * SampledShards.NUMBERS + index, SCALES[shard])));
        }
        return new StratifiedCounts(ROWS, masses);
    }

    /** Counted over all shards. */
    private static int window(int number) {
        int before = 0;
        for (int i = 0; i < number / SampledShards.NUMBERS; i++) {
            before += SIZES[i];
        }
        return before + number % SampledShards.NUMBERS;
    }

    private double gaussian() {
        return Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
    }

    /** Sums over the windows that there are, kept while they come and go. */
    private static final class LiveWindows {
        private final SampledShards shards;
        private final int[] first;
        private final int[] end;
        private double functions;

        LiveWindows(SampledShards shards, int count) {
            this.shards = shards;
            first = new int[count];
            end = new int[count];
            for (int i = 0; i < count; i++) {
                first[i] = i * SampledShards.NUMBERS;
                end[i] = first[i];
            }
        }

        static double function(int number) {
            return 1.5 + Math.sin(number);
        }

        void update() {
            for (int i = 0; i < first.length; i++) {
                for (; end[i] < shards.endNumber(i); end[i]++) {
                    functions += function(end[i]);
                }
                for (; first[i] < shards.firstNumber(i); first[i]++) {
                    functions -= function(first[i]);
                }
            }
        }

        double[] sums() {
            double[] sums = new double[2 + first.length];
            for (int i = 0; i < first.length; i++) {
                sums[2 + i] = end[i] - first[i];
                sums[0] += sums[2 + i];
            }
            sums[1] = functions;
            return sums;
        }
    }
}
