package io.troupe.learner.http;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.troupe.common.metrics.DiskMeters;
import io.troupe.common.metrics.ProcessMeters;
import io.troupe.learner.status.RunSnapshot;
import java.nio.file.Path;

/** {@code /metrics}: the run and this JVM in Prometheus' text format. */
final class MetricsScrape implements AutoCloseable {
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final RunMeters run = new RunMeters(registry);
    private final ProcessMeters process = new ProcessMeters(registry);

    /** Tells of the disk that the run's folder is on, too. */
    void watchDisk(Path folder) {
        DiskMeters.register(registry, folder);
    }

    /** Tells of the disk that a media driver's folder is on, too. */
    void watchDriver(Path folder) {
        DiskMeters.registerDriver(registry, folder);
    }

    void update(RunSnapshot snapshot) {
        run.update(snapshot);
    }

    /** The newest numbers that {@link #update} has seen. Any thread may call. */
    String text() {
        return registry.scrape();
    }

    @Override
    public void close() {
        process.close();
        registry.close();
    }
}
