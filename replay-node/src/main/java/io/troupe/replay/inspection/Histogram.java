package io.troupe.replay.inspection;

import io.troupe.proto.InspectionBucket;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts values by powers of two, and adds up what weighs on each. Finding a bucket takes no logarithm: it is the
 * number's exponent. Holds every float from 0 on, and every count.
 */
final class Histogram {
    /** Of the smallest float above 0. */
    private static final int MIN_EXPONENT = Float.MIN_EXPONENT - 23;
    private static final int BUCKETS = Float.MAX_EXPONENT - MIN_EXPONENT + 1;
    private static final int FIRST = 1;

    private final long[] counts = new long[FIRST + BUCKETS];
    private final double[] masses = new double[FIRST + BUCKETS];

    /** @param value at least 0 and finite */
    void add(double value, double mass) {
        int bucket = value == 0 ? 0 : FIRST + Math.getExponent(value) - MIN_EXPONENT;
        counts[bucket]++;
        masses[bucket] += mass;
    }

    /** Those that are not empty, lowest first. */
    List<InspectionBucket> buckets() {
        List<InspectionBucket> buckets = new ArrayList<>();
        for (int bucket = 0; bucket < counts.length; bucket++) {
            if (counts[bucket] > 0) {
                boolean isZero = bucket == 0;
                int exponent = bucket - FIRST + MIN_EXPONENT;
                buckets.add(InspectionBucket.newBuilder()
                    .setFrom(isZero ? 0 : Math.scalb(1.0, exponent))
                    .setBelow(isZero ? 0 : Math.scalb(1.0, exponent + 1))
                    .setWindows(counts[bucket])
                    .setMass(masses[bucket])
                    .build());
            }
        }
        return buckets;
    }
}
