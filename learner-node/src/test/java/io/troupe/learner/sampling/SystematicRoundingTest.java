package io.troupe.learner.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SystematicRoundingTest {
    @Test
    void shouldGiveEachShardItsExactExpectationOverAllShifts() {
        // 10 rows over 1 : 2 : 4 are 1.43, 2.86 and 5.71 rows. With a grid of 7,000 shifts the mean is exact to 1/7,000.
        double[] masses = {1, 2, 4};
        double[] sums = new double[3];
        int grid = 7_000;
        for (int i = 0; i < grid; i++) {
            int[] counts = split(10, masses, (i + 0.5) / grid);
            for (int shard = 0; shard < 3; shard++) {
                sums[shard] += counts[shard];
            }
        }
        for (int shard = 0; shard < 3; shard++) {
            assertEquals(10 * masses[shard] / 7, sums[shard] / grid, 2.0 / grid);
        }
    }

    @Test
    void shouldGiveOutAllRowsAndEachShardTheFloorOrTheCeiling() {
        SplittableRandom random = new SplittableRandom(1);
        for (int trial = 0; trial < 20_000; trial++) {
            int rows = 1 + random.nextInt(600);
            double[] masses = new double[1 + random.nextInt(9)];
            Arrays.setAll(masses, i -> random.nextInt(4) == 0 ? 0 : Math.exp(random.nextDouble() * 40));
            masses[random.nextInt(masses.length)] = 1 + random.nextInt(5);
            double total = Arrays.stream(masses).sum();
            int[] counts = split(rows, masses, trial % 10 == 0 ? Math.nextDown(1.0) : random.nextDouble());
            assertEquals(rows, Arrays.stream(counts).sum());
            for (int i = 0; i < counts.length; i++) {
                double expected = rows * masses[i] / total;
                assertTrue(counts[i] > expected - 1 - 1e-9 && counts[i] < expected + 1 + 1e-9,
                    counts[i] + " of " + rows + " rows for " + expected);
                assertTrue(masses[i] > 0 || counts[i] == 0, "rows for a shard without mass");
            }
        }
    }

    @Test
    void shouldGiveEverythingToTheOnlyShardWithMass() {
        assertArrayEquals(new int[] {0, 64, 0}, split(64, new double[] {0, 5, 0}, 0.999999));
    }

    private static int[] split(int rows, double[] masses, double shift) {
        int[] counts = new int[masses.length];
        SystematicRounding.split(rows, masses, masses.length, shift, counts);
        return counts;
    }
}
