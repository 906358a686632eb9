package io.troupe.benchmarks.learner;

import io.troupe.benchmarks.Spread;
import java.util.Arrays;

/**
 * Resident memory in the second and in the last third of many learner steps, each its median; the first third is for
 * warming up.
 */
record LearnerMemory(double secondThird, double lastThird, double bytesPerStep) {
    /**
     * What the C library keeps still changes a little. In 50,000 steps it is 500 bytes a step: less than an array of the
     * engine takes.
     */
    static final long MAX_GROWTH_BYTES = 8 << 20;

    /** @param resident bytes, taken at equal distances over {@code steps} steps */
    static LearnerMemory of(long[] resident, long steps) {
        int third = resident.length / 3;
        double second = median(resident, resident.length - 2 * third, third);
        double last = median(resident, resident.length - third, third);
        return new LearnerMemory(second, last, (last - second) / (steps / 3.0));
    }

    boolean isFlat() {
        return lastThird - secondThird <= MAX_GROWTH_BYTES;
    }

    private static double median(long[] values, int from, int count) {
        return Spread.of(Arrays.stream(values, from, from + count).asDoubleStream().toArray()).median();
    }
}
