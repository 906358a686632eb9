package io.troupe.benchmarks;

import java.util.Arrays;

/** Some figures of the same thing: their median, and the lowest and the highest. */
public record Spread(double median, double min, double max) {
    public static Spread of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Spread((sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2, sorted[0],
            sorted[sorted.length - 1]);
    }
}
