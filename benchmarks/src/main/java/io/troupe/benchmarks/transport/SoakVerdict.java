package io.troupe.benchmarks.transport;

import java.util.List;
import java.util.Locale;

/**
 * Whether the last third of a soak is as its second third was; the first one is for warming up.
 *
 * @param residentGrowth median resident bytes of the last third over those of the second, less 1
 * @param latencyRatio   median of the intervals' p99.9 in the last third over that in the second
 */
record SoakVerdict(double residentGrowth, double latencyRatio) {
    static final double MAX_RESIDENT_GROWTH = 0.02;
    static final double MAX_LATENCY_RATIO = 2;
    static final double PERCENTILE = 99.9;
    /** Fewer intervals have no thirds. */
    static final int MIN_SAMPLES = 3;

    static SoakVerdict of(List<SoakSample> samples) {
        if (samples.size() < MIN_SAMPLES) {
            throw new IllegalArgumentException("a verdict takes at least " + MIN_SAMPLES + " intervals, got "
                + samples.size());
        }
        int third = samples.size() / 3;
        List<SoakSample> last = samples.subList(samples.size() - third, samples.size());
        List<SoakSample> second = samples.subList(samples.size() - 2 * third, samples.size() - third);
        return new SoakVerdict(resident(last) / resident(second) - 1, latency(last) / latency(second));
    }

    boolean isFlat() {
        return residentGrowth <= MAX_RESIDENT_GROWTH && latencyRatio <= MAX_LATENCY_RATIO;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "resident memory of the last third %+.2f%% over the second (at most %+.0f%%),"
            + " p99.9 latency %.2f times (at most %.0f)", 100 * residentGrowth, 100 * MAX_RESIDENT_GROWTH, latencyRatio,
            MAX_LATENCY_RATIO);
    }

    private static double resident(List<SoakSample> samples) {
        return median(samples.stream().mapToDouble(SoakSample::residentBytes).sorted().toArray());
    }

    private static double latency(List<SoakSample> samples) {
        return median(samples.stream().mapToDouble(sample -> sample.latencyUs(PERCENTILE)).sorted().toArray());
    }

    private static double median(double[] sorted) {
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
