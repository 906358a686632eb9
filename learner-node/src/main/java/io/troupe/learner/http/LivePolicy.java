package io.troupe.learner.http;

import akka.http.javadsl.model.HttpResponse;
import io.troupe.learner.status.PolicySource;
import io.troupe.policy.Policy;
import io.troupe.policy.PolicyOptions;
import io.troupe.policy.serving.ServingSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/**
 * Acts with the weights of a run that goes on, for those who ask its page: as {@code troupe serve} does, with weights
 * that are at most a second behind. Costs nothing until it is asked the first time. Thread-safe.
 */
final class LivePolicy implements AutoCloseable {
    private static final ServingSettings SETTINGS = new ServingSettings(64, Duration.ofNanos(200_000), 256,
        Duration.ofSeconds(1), 64, Duration.ofMinutes(10), ServingSettings.Fallback.ERROR, 0);
    private static final long REFRESH_NANOS = 1_000_000_000;

    private final PolicySource source;
    private final LongSupplier nanoClock;
    private Policy policy;
    private PolicyRoutes routes;
    private long refreshedNanos;
    private boolean isClosed;

    LivePolicy(PolicySource source, LongSupplier nanoClock) {
        this.source = source;
        this.nanoClock = nanoClock;
    }

    CompletionStage<HttpResponse> act(byte[] body) {
        return fresh().map(open -> open.act(body)).orElseGet(() -> CompletableFuture.completedFuture(noWeights()));
    }

    HttpResponse session() {
        return fresh().map(PolicyRoutes::session).orElseGet(LivePolicy::noWeights);
    }

    /** What it has done, in Prometheus' format; empty where it was not asked so far. */
    synchronized String metricsText() {
        return routes == null ? "" : routes.metricsText();
    }

    private static HttpResponse noWeights() {
        return Replies.error(503, "NO_WEIGHTS", "The run has published no weights so far, or has ended");
    }

    private synchronized Optional<PolicyRoutes> fresh() {
        long now = nanoClock.getAsLong();
        if (isClosed || source.version() == PolicySource.NONE) {
            return Optional.empty();
        }
        if (policy == null) {
            policy = Policy.of(source.newest().orElseThrow(),
                new PolicyOptions(SETTINGS.maxBatch(), 1, System.nanoTime()));
            routes = new PolicyRoutes(policy, SETTINGS);
            refreshedNanos = now;
        } else if (source.version() != policy.weightsVersion() && now - refreshedNanos >= REFRESH_NANOS) {
            routes.swap(source.newest().orElseThrow());
            refreshedNanos = now;
        }
        return Optional.of(routes);
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        if (policy != null) {
            routes.close();
            policy.close();
        }
    }
}
