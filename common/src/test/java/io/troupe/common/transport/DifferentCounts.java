package io.troupe.common.transport;

/** Streams that have met each thing another number of times. */
public final class DifferentCounts {
    private DifferentCounts() {
    }

    public static TransportCounters of(long backPressured, long notConnected, long malformed, long rejectedSessions,
                                       long reconnects, DriverLoss loss) {
        TransportCounters counters = new TransportCounters();
        counters.backPressured.add(backPressured);
        counters.notConnected.add(notConnected);
        counters.malformed.add(malformed);
        counters.rejectedSessions.add(rejectedSessions);
        counters.reconnects.add(reconnects);
        counters.readLossWith(() -> loss);
        return counters;
    }
}
