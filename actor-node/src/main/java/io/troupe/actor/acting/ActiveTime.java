package io.troupe.actor.acting;

import java.util.concurrent.TimeUnit;

/**
 * Time as far as the actor was awake to see it: a stall of the process (a pause of the machine, a long collection)
 * counts as a short moment. So shards do not look silent to an actor that has just woken up.
 */
final class ActiveTime {
    static final long MAX_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(250);

    private long lastNs;
    private long activeNs;
    private boolean isStarted;

    /** Takes the present time and returns the active time, which begins at 0. */
    long advance(long nanoTime) {
        if (isStarted) {
            activeNs += Math.max(0, Math.min(nanoTime - lastNs, MAX_PAUSE_NS));
        }
        isStarted = true;
        lastNs = nanoTime;
        return activeNs;
    }
}
