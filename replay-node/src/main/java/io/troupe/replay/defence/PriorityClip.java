package io.troupe.replay.defence;

/**
 * Clips priorities at a multiple of a running quantile. The distribution is that of the learner's priorities alone:
 * an actor cannot move it, however much it sends. A histogram of float bits, eight buckets an octave, halved every
 * 65,536 observations, so that it follows the learner.
 */
final class PriorityClip {
    private static final int SHIFT = 20;
    private static final int BUCKETS = 1 << 31 - SHIFT;
    private static final int OBSERVATIONS_PER_LIMIT = 1024;
    private static final int OBSERVATIONS_PER_HALVING = 1 << 16;

    private final double quantile;
    private final float factor;
    private final int[] counts = new int[BUCKETS];
    private int total;
    private int sinceLimit;
    private float limit = Float.MAX_VALUE;
    private long clipped;

    /** @param quantile in (0, 1]; {@code factor} times it is the limit */
    PriorityClip(double quantile, double factor) {
        this.quantile = quantile;
        this.factor = (float) factor;
    }

    /** Takes note of a valid priority of the learner. */
    void observe(float priority) {
        counts[bucket(priority)]++;
        total++;
        if (++sinceLimit == OBSERVATIONS_PER_LIMIT) {
            sinceLimit = 0;
            limit = findLimit();
            if (total >= OBSERVATIONS_PER_HALVING) {
                halve();
            }
        }
    }

    float clip(float priority) {
        if (priority <= limit) {
            return priority;
        }
        clipped++;
        return limit;
    }

    long clipped() {
        return clipped;
    }

    /** No limit before 1,024 observations. */
    float limit() {
        return limit;
    }

    private float findLimit() {
        long below = (long) Math.ceil(quantile * total);
        long sum = 0;
        int bucket = -1;
        while (sum < below) {
            sum += counts[++bucket];
        }
        float upperEdge = Float.intBitsToFloat(bucket + 1 << SHIFT);
        return Math.min(Float.MAX_VALUE, upperEdge * factor);
    }

    private void halve() {
        total = 0;
        for (int i = 0; i < counts.length; i++) {
            counts[i] /= 2;
            total += counts[i];
        }
    }

    private static int bucket(float priority) {
        return (Float.floatToRawIntBits(priority) & Integer.MAX_VALUE) >>> SHIFT;
    }
}
