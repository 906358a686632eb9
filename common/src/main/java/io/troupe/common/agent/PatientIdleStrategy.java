package io.troupe.common.agent;

import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.IdleStrategy;

/**
 * Waits the longer the longer there has been nothing to do: yields, then parks for 50 µs, 250 µs after 2 ms, 1 ms after
 * 50 ms, 5 ms after a second. So work that comes every millisecond is met within a fraction of it, and an idle system
 * uses almost no CPU. It never spins: the duties of a process outnumber its cores.
 */
public final class PatientIdleStrategy implements IdleStrategy {
    private static final int YIELDS = 3;
    private static final long SHORT_NS = 50_000;

    private int idleCycles;
    private long idleNs;

    @Override
    public void idle(int workCount) {
        if (workCount > 0) {
            reset();
        } else {
            idle();
        }
    }

    @Override
    public void idle() {
        if (idleCycles < YIELDS) {
            idleCycles++;
            Thread.yield();
            return;
        }
        long parkNs = parkNs(idleNs);
        LockSupport.parkNanos(parkNs);
        idleNs += parkNs;
    }

    @Override
    public void reset() {
        idleCycles = 0;
        idleNs = 0;
    }

    static long parkNs(long idleNs) {
        if (idleNs < 2_000_000) {
            return SHORT_NS;
        }
        if (idleNs < 50_000_000) {
            return 250_000;
        }
        return idleNs < 1_000_000_000 ? 1_000_000 : 5_000_000;
    }
}
