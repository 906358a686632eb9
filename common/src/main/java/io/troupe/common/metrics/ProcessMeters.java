package io.troupe.common.metrics;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import java.lang.management.ManagementFactory;

/** This process as meters: {@code jvm_…}, {@code process_…} and {@code system_…}. */
public final class ProcessMeters implements AutoCloseable {
    private static final double NS = 1e9;

    private final JvmGcMetrics garbageCollection = new JvmGcMetrics();

    /** @param registry has no meters yet */
    public ProcessMeters(MeterRegistry registry) {
        // Of two of Micrometer's the names are not Prometheus': one counts nanoseconds, one looks like a histogram's.
        registry.config().meterFilter(MeterFilter.denyNameStartsWith("process.cpu.time"))
            .meterFilter(MeterFilter.denyNameStartsWith("system.cpu.count"));
        garbageCollection.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            FunctionCounter.builder("process.cpu.seconds", system, from -> from.getProcessCpuTime() / NS)
                .description("CPU seconds of this process").register(registry);
        }
    }

    @Override
    public void close() {
        garbageCollection.close();
    }
}
