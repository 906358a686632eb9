package io.troupe.common.transport;

/** Streams that have met each thing another number of times. */
public final class DifferentCounts {
    private DifferentCounts() {
    }

    /** In the order in which {@link io.troupe.common.metrics.ProcessNumbers} names them. */
    public static TransportCounters of(long backPressured, long notConnected, long malformed, long refused,
                                       long rejectedSessions, long refusedStreams, long reconnects, DriverLoss loss) {
        TransportCounters counters = new TransportCounters();
        counters.backPressured.add(backPressured);
        counters.notConnected.add(notConnected);
        counters.malformed.add(malformed);
        counters.refused.add(refused);
        counters.failedRegistrations.add(refusedStreams);
        counters.rejectedSessions.add(rejectedSessions);
        counters.reconnects.add(reconnects);
        counters.readLossWith(() -> loss);
        return counters;
    }
}
