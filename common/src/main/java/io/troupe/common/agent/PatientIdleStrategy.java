package io.troupe.common.agent;

import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.IdleStrategy;

/**
 * Waits the longer the longer there has been nothing to do: yields, then parks for 50 µs, 250 µs after 2 ms, 2 ms after
 * 20 ms, 10 ms after a second. Work halves the patience and does not end it: steady work is met within a fraction of
 * its interval, while a heartbeat ten times a second does not keep an idle process awake.
 *
 * <p>In a busy time, until nothing has happened for 2 ms, it yields for about 20 µs: a duty that another process
 * answers within microseconds does not sleep through the answer. It never spins: the duties of a process outnumber its
 * cores, and where the two that talk to each other share one, spinning for 10 µs makes of a round trip of 3 µs one of
 * 13.
 */
public final class PatientIdleStrategy implements IdleStrategy {
    private static final int YIELDS = 3;
    private static final int BUSY_YIELDS = 50;
    private static final long BUSY_NS = 2_000_000;
    private static final long SHORT_NS = 50_000;
    private static final long LONG_NS = 1_000_000_000;
    private static final long MAX_IDLE_NS = 2 * LONG_NS;

    private int idleCycles;
    private long idleNs;

    @Override
    public void idle(int workCount) {
        if (workCount > 0) {
            idleCycles = 0;
            idleNs /= 2;
        } else {
            idle();
        }
    }

    @Override
    public void idle() {
        if (idleCycles < yields(idleNs)) {
            idleCycles++;
            Thread.yield();
            return;
        }
        long parkNs = parkNs(idleNs);
        LockSupport.parkNanos(parkNs);
        idleNs = Math.min(MAX_IDLE_NS, idleNs + parkNs);
    }

    @Override
    public void reset() {
        idleCycles = 0;
        idleNs = 0;
    }

    static int yields(long idleNs) {
        return idleNs < BUSY_NS ? BUSY_YIELDS : YIELDS;
    }

    static long parkNs(long idleNs) {
        if (idleNs < BUSY_NS) {
            return SHORT_NS;
        }
        if (idleNs < 20_000_000) {
            return 250_000;
        }
        return idleNs < LONG_NS ? 2_000_000 : 10_000_000;
    }
}
