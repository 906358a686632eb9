package io.troupe.benchmarks.transport;

import java.util.Arrays;
import org.HdrHistogram.Histogram;

/** What one route did in several repetitions. */
final class RowsResult {
    private static final int SIGNIFICANT_DIGITS = 3;

    private final double[] rowsPerS;
    private final Histogram roundTripNs = new Histogram(SIGNIFICANT_DIGITS);
    private int count;

    RowsResult(int repetitions) {
        rowsPerS = new double[repetitions];
    }

    void add(double rate) {
        rowsPerS[count++] = rate;
        Arrays.sort(rowsPerS, 0, count);
    }

    double rowsPerS() {
        return rowsPerS[count / 2];
    }

    double minRowsPerS() {
        return rowsPerS[0];
    }

    double maxRowsPerS() {
        return rowsPerS[count - 1];
    }

    Histogram roundTripNs() {
        return roundTripNs;
    }

    double roundTripUs(double percentile) {
        return roundTripNs.getValueAtPercentile(percentile) / 1e3;
    }
}
