package io.troupe.learner.run;

import io.troupe.learner.status.Distribution;
import java.util.Arrays;

/**
 * How large the last TD errors were, on a logarithmic scale with four buckets to a factor of two. When it holds as many
 * as it remembers, what it has counts half from then on. Recording allocates nothing. One thread's own.
 */
final class ErrorHistogram {
    private static final int BUCKETS_PER_OCTAVE = 4;
    private static final int LOWEST_OCTAVE = -24;
    private static final int OCTAVES = 40;
    private static final double REMEMBERED = 8_192;

    /** The first is for what is below the lowest octave, zeros too, the last for what is above the highest. */
    private final double[] counts = new double[OCTAVES * BUCKETS_PER_OCTAVE + 2];
    private double total;
    private double max;

    void record(float[] errors) {
        for (float error : errors) {
            counts[bucket(error)]++;
            max = Math.max(max, error);
        }
        total += errors.length;
        if (total > REMEMBERED) {
            halve();
        }
    }

    private void halve() {
        for (int i = 0; i < counts.length; i++) {
            counts[i] /= 2;
        }
        total /= 2;
    }

    private int bucket(float error) {
        double octaves = Math.log(error) / Math.log(2) - LOWEST_OCTAVE;
        return octaves >= 0 ? (int) Math.min(counts.length - 1, 1 + octaves * BUCKETS_PER_OCTAVE) : 0;
    }

    /** What was recorded, with the largest since the last call. */
    Distribution take() {
        int first = 0;
        int end = counts.length;
        while (first < end && counts[first] == 0) {
            first++;
        }
        while (end > first && counts[end - 1] == 0) {
            end--;
        }
        double[] limits = new double[end - first];
        for (int i = 0; i < limits.length; i++) {
            limits[i] = upperLimit(first + i);
        }
        Distribution taken = Distribution.of(limits, Arrays.copyOfRange(counts, first, end), max);
        max = 0;
        return taken;
    }

    private static double upperLimit(int bucket) {
        return Math.pow(2, LOWEST_OCTAVE + (double) bucket / BUCKETS_PER_OCTAVE);
    }
}
