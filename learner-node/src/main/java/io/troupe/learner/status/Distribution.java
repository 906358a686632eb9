package io.troupe.learner.status;

import java.util.ArrayList;
import java.util.List;

/**
 * How numbers from 0 on are spread.
 *
 * @param p10    a tenth of them is not larger, as nearly as the buckets tell; NaN where there are none; so the others
 * @param limits upper limits of the buckets, ascending
 * @param counts of each bucket; not whole where older numbers count less than newer ones
 */
public record Distribution(double p10, double p50, double p90, double p99, double max, List<Double> limits,
                           List<Double> counts) {
    public static final Distribution NONE =
        new Distribution(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, List.of(), List.of());

    public Distribution {
        limits = List.copyOf(limits);
        counts = List.copyOf(counts);
    }

    /** @param max the largest of the numbers */
    public static Distribution of(double[] limits, double[] counts, double max) {
        double total = 0;
        for (double count : counts) {
            total += count;
        }
        return total == 0 ? NONE : new Distribution(quantile(limits, counts, 0.1 * total),
            quantile(limits, counts, 0.5 * total), quantile(limits, counts, 0.9 * total),
            quantile(limits, counts, 0.99 * total), max, list(limits), list(counts));
    }

    private static double quantile(double[] limits, double[] counts, double rank) {
        double seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return limits[i];
            }
        }
        return limits[limits.length - 1];
    }

    private static List<Double> list(double[] values) {
        List<Double> list = new ArrayList<>(values.length);
        for (double value : values) {
            list.add(value);
        }
        return list;
    }
}
