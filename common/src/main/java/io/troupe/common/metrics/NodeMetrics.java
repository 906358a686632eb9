package io.troupe.common.metrics;

import static io.troupe.common.metrics.MeterGroup.Definition.gauge;

import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.troupe.common.transport.TransportCounters;
import java.util.List;
import java.util.function.Function;

/**
 * A node's own numbers in Prometheus' text format: of its process from the start, of its work once it is
 * {@linkplain #observe there to be observed}. Any thread may call.
 */
public final class NodeMetrics implements AutoCloseable {
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ProcessMeters process = new ProcessMeters(registry);
    private final MeterGroup<NodeMetrics> self;
    private final MeterGroup<TransportCounters> transport;
    private final MeterGroup<ProcessNumbers> numbers;
    private final String name;
    private ObservedNode node;
    private ProcessGauge gauge;
    private Runnable refresh;

    /** @param role learner, replay or actor */
    public NodeMetrics(String name, String role) {
        this.name = name;
        Tags tags = Tags.of("node", name, "role", role);
        self = new MeterGroup<>(registry, metrics -> tags, List.of(
            gauge("troupe.node.ready", "1 while the node takes part in a run, else 0",
                metrics -> metrics.isReady() ? 1 : 0)));
        self.update(List.of(this));
        transport = new MeterGroup<>(registry, counters -> tags, TransportMeters.DEFINITIONS);
        numbers = new MeterGroup<>(registry, present -> tags, NodeMeters.of(Function.<ProcessNumbers>identity()));
    }

    /** The node is made; called once. */
    public synchronized void observe(ObservedNode made) {
        node = made;
        transport.update(List.of(made.transportCounters()));
        gauge = new ProcessGauge(made.transportCounters());
        DiskMeters.registerDriver(registry, made.driverFolder());
        refresh = made.register(registry, name);
    }

    public synchronized boolean isReady() {
        return node != null && node.isReady();
    }

    public synchronized String text() {
        if (refresh != null) {
            numbers.update(List.of(gauge.get()));
            refresh.run();
        }
        return registry.scrape();
    }

    @Override
    public void close() {
        process.close();
        registry.close();
    }
}
