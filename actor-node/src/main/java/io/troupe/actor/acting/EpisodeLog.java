package io.troupe.actor.acting;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The last finished episodes, written by the actor's thread and read by any other without locks. A reader keeps its own
 * position; episodes that were overwritten before it came are passed over. Writing allocates nothing.
 */
public final class EpisodeLog {
    private static final int CAPACITY = 1024;
    private static final int MASK = CAPACITY - 1;

    private final AtomicLongArray laneIds = new AtomicLongArray(CAPACITY);
    private final AtomicLongArray results = new AtomicLongArray(CAPACITY);
    private final AtomicLongArray epsilons = new AtomicLongArray(CAPACITY);
    private final AtomicLong started = new AtomicLong();
    private final AtomicLong finished = new AtomicLong();

    /** Takes a finished episode. */
    @FunctionalInterface
    public interface Reader {
        void onEpisode(long laneId, float episodeReturn, int length, float epsilon);
    }

    void add(long laneId, float episodeReturn, int length, float epsilon) {
        long sequence = finished.get();
        int at = (int) sequence & MASK;
        started.set(sequence + 1);
        laneIds.set(at, laneId);
        results.set(at, (long) Float.floatToRawIntBits(episodeReturn) << 32 | length);
        epsilons.set(at, Float.floatToRawIntBits(epsilon));
        finished.set(sequence + 1);
    }

    /** Episodes ever finished. */
    public long count() {
        return finished.get();
    }

    /**
     * Reads the episodes from number {@code from} on, counted from 0.
     *
     * @return where to read on from the next time
     */
    public long read(long from, Reader reader) {
        long end = finished.get();
        for (long sequence = Math.max(from, end - CAPACITY); sequence < end; sequence++) {
            int at = (int) sequence & MASK;
            long laneId = laneIds.get(at);
            long result = results.get(at);
            float epsilon = Float.intBitsToFloat((int) epsilons.get(at));
            if (started.get() <= sequence + CAPACITY) {
                reader.onEpisode(laneId, Float.intBitsToFloat((int) (result >>> 32)), (int) result, epsilon);
            }
        }
        return end;
    }
}
