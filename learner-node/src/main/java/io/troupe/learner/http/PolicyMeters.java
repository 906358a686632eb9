package io.troupe.learner.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.troupe.policy.Policy;
import io.troupe.policy.serving.BatchStatistics;
import java.time.Duration;

/** {@code troupe_policy_…}: what serving a policy costs and how it fares. */
final class PolicyMeters implements BatchStatistics {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final DistributionSummary batches = DistributionSummary.builder("troupe.policy.batch.rows")
        .description("Observations evaluated together").serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64).register(registry);
    private final Timer forward = timer("troupe.policy.forward", "Time of a forward pass");
    private final Timer latency = timer("troupe.policy.request", "Time from a question to its answer");
    private final Counter fallbacks = Counter.builder("troupe.policy.fallbacks")
        .description("Observations answered without the network").register(registry);
    private final Counter swaps = Counter.builder("troupe.policy.swaps")
        .description("Times that new weights took the place of old ones").register(registry);

    PolicyMeters(Policy policy) {
        Gauge.builder("troupe.policy.weights.version", policy, Policy::weightsVersion)
            .description("Version of the weights that answer").register(registry);
    }

    private Timer timer(String name, String help) {
        return Timer.builder(name).description(help).serviceLevelObjectives(Duration.ofMillis(1), Duration.ofMillis(5),
            Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofSeconds(1)).register(registry);
    }

    @Override
    public void onBatch(int rows, long nanos) {
        batches.record(rows);
        forward.record(Duration.ofNanos(nanos));
    }

    @Override
    public void onFallback() {
        fallbacks.increment();
    }

    void onRequest(long nanos) {
        latency.record(Duration.ofNanos(nanos));
    }

    void onSwap() {
        swaps.increment();
    }

    String text() {
        return registry.scrape();
    }
}
