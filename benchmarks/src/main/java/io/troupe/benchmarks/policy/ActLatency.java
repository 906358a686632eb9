package io.troupe.benchmarks.policy;

import io.troupe.policy.Policy;
import io.troupe.policy.PolicyOptions;
import io.troupe.policy.PolicySession;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** How long one {@code act()} takes in process, on one thread; with a memory, steps of an endless episode. */
record ActLatency(String network, double p50Ms, double p99Ms, double maxMs, double perSecond) {
    private static final int WARM_UPS = 3_000;
    private static final int CALLS = 20_000;
    private static final double MS = 1e6;

    static ActLatency of(String network) {
        SplittableRandom random = new SplittableRandom(1);
        Histogram histogram = new Histogram(TimeUnit.SECONDS.toNanos(10), 3);
        try (Policy policy = Policy.of(RandomPolicies.of(network, 1), new PolicyOptions(1, 1, 1));
             PolicySession session = policy.hasMemory() ? policy.session() : null) {
            float[] observation = new float[policy.observationElements()];
            long startNs = 0;
            for (int call = -WARM_UPS; call < CALLS; call++) {
                for (int i = 0; i < observation.length; i++) {
                    observation[i] = (float) random.nextDouble(-1, 1);
                }
                long beforeNs = System.nanoTime();
                if (call == 0) {
                    startNs = beforeNs;
                }
                if (session == null) {
                    policy.act(observation);
                } else {
                    session.act(observation);
                }
                if (call >= 0) {
                    histogram.recordValue(System.nanoTime() - beforeNs);
                }
            }
            double seconds = (System.nanoTime() - startNs) / 1e9;
            return new ActLatency(network, histogram.getValueAtPercentile(50) / MS,
                histogram.getValueAtPercentile(99) / MS, histogram.getMaxValue() / MS, CALLS / seconds);
        }
    }
}
