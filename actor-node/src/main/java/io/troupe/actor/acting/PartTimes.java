package io.troupe.actor.acting;

import io.troupe.common.agent.ActorTime;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Where the time of the actor's cycles goes. The clock is read some times a cycle, and not for each lane: a cycle with one
 * call of the network takes tens of microseconds at least, a reading tens of nanoseconds. What lies between two cycles is
 * waiting, and so is a whole cycle that found nothing to do. The actor's thread writes; any other may read.
 */
final class PartTimes {
    enum Part { NETWORK, ENVIRONMENTS, SENDING, WAITING }

    private static final int PARTS = Part.values().length;

    private final long[] cycleNs = new long[PARTS];
    private final AtomicLongArray spentNs = new AtomicLongArray(PARTS);
    private long lastNs;
    private boolean isCounting;

    /** A cycle begins. */
    void begin(long nowNs) {
        cycleNs[Part.WAITING.ordinal()] = isCounting ? nowNs - lastNs : 0;
        lastNs = nowNs;
    }

    /** What was done since the last call was this. */
    void did(Part part, long nowNs) {
        cycleNs[part.ordinal()] += nowNs - lastNs;
        lastNs = nowNs;
    }

    /** @param isPaused it was told to do nothing: such a cycle does not count, nor what comes before the next one */
    void end(boolean hasWorked, boolean isPaused) {
        isCounting = hasWorked || !isPaused;
        long all = 0;
        for (int part = 0; part < PARTS; part++) {
            all += cycleNs[part];
            if (hasWorked) {
                add(part, cycleNs[part]);
            }
        }
        if (!hasWorked && isCounting) {
            add(Part.WAITING.ordinal(), all);
        }
        Arrays.fill(cycleNs, 0);
    }

    private void add(int part, long ns) {
        spentNs.setRelease(part, spentNs.getPlain(part) + ns);
    }

    ActorTime spent() {
        return new ActorTime(spent(Part.NETWORK), spent(Part.ENVIRONMENTS), spent(Part.SENDING), spent(Part.WAITING));
    }

    private long spent(Part part) {
        return spentNs.getAcquire(part.ordinal());
    }
}
