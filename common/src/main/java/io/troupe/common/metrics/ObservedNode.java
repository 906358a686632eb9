package io.troupe.common.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.troupe.common.transport.TransportCounters;
import java.nio.file.Path;

/** A node, as its {@link NodeEndpoint} sees it. Any thread may call. */
public interface ObservedNode {
    /** Whether it takes part in a run: it was welcomed, is whole, and is not about to leave. */
    boolean isReady();

    TransportCounters transportCounters();

    /** Where its media driver keeps its buffers. */
    Path driverFolder();

    /**
     * Registers the node's own meters, once.
     *
     * @param name of the node
     * @return brings them up to date; called before each scrape, by one thread at a time
     */
    Runnable register(MeterRegistry registry, String name);
}
