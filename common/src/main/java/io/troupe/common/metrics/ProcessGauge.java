package io.troupe.common.metrics;

import io.troupe.common.transport.TransportCounters;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.List;
import java.util.function.Supplier;

/** Reads {@link ProcessNumbers} from the JVM and the node's streams. Any thread may call. */
public final class ProcessGauge implements Supplier<ProcessNumbers> {
    private final List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans().stream()
        .filter(collector -> isPausing(collector.getName())).toList();
    private final List<BufferPoolMXBean> pools = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class);
    /** Looked up once: a look-up costs more than all that is read. */
    private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    private final TransportCounters streams;

    public ProcessGauge(TransportCounters streams) {
        this.streams = streams;
    }

    @Override
    public ProcessNumbers get() {
        long pauses = 0;
        long pauseMs = 0;
        for (GarbageCollectorMXBean collector : collectors) {
            // -1 where a collector does not count.
            pauses += Math.max(0, collector.getCollectionCount());
            pauseMs += Math.max(0, collector.getCollectionTime());
        }
        return new ProcessNumbers(pauses, pauseMs / 1e3,
            memory.getHeapMemoryUsage().getUsed(), pool("direct"), pool("mapped"),
            streams.backPressured(), streams.notConnected(), streams.malformed(), streams.refused(),
            streams.rejectedSessions(), streams.failedRegistrations(), streams.reconnects(), streams.loss());
    }

    /** Collectors that work beside the process report that work under a name of its own. */
    static boolean isPausing(String collector) {
        return !collector.endsWith("Cycles") && !collector.endsWith("Concurrent GC");
    }

    private long pool(String name) {
        return pools.stream().filter(pool -> pool.getName().equals(name))
            .mapToLong(BufferPoolMXBean::getMemoryUsed).sum();
    }
}
