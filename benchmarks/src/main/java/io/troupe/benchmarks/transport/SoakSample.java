package io.troupe.benchmarks.transport;

import org.HdrHistogram.Histogram;

/**
 * What an interval of the soak brought.
 *
 * @param atS           its end, from the beginning
 * @param seconds       its length
 * @param residentBytes of the shard's process at its end
 * @param latencyNs     of each batch, from its request to its last row
 */
record SoakSample(double atS, double seconds, long residentBytes, long insertedSteps, long sampledRows,
                  Histogram latencyNs) {
    double insertsPerS() {
        return insertedSteps / seconds;
    }

    double samplesPerS() {
        return sampledRows / seconds;
    }

    double latencyUs(double percentile) {
        return latencyNs.getValueAtPercentile(percentile) / 1e3;
    }
}
