package io.troupe.benchmarks.scale;

import java.util.PriorityQueue;
import org.agrona.concurrent.NanoClock;

/** Time in which what is due earliest happens next; what is due at the same time, in the order in which it was said. */
final class SimulatedTime implements NanoClock {
    private record Event(long atNs, long order, Runnable action) {
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>((one, other) -> one.atNs != other.atNs
        ? Long.compare(one.atNs, other.atNs) : Long.compare(one.order, other.order));
    private long nowNs;
    private long order;

    @Override
    public long nanoTime() {
        return nowNs;
    }

    /** @param atNs not before now */
    void at(long atNs, Runnable action) {
        events.add(new Event(Math.max(atNs, nowNs), order++, action));
    }

    void after(long ns, Runnable action) {
        at(nowNs + ns, action);
    }

    /** From {@code firstNs} on, again and again. */
    void every(long firstNs, long intervalNs, Runnable action) {
        at(firstNs, () -> {
            action.run();
            every(nowNs + intervalNs, intervalNs, action);
        });
    }

    /** Goes on to the next event; false where there is none. */
    boolean advance() {
        Event event = events.poll();
        if (event == null) {
            return false;
        }
        nowNs = event.atNs;
        event.action.run();
        return true;
    }
}
