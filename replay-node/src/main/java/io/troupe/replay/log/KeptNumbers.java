package io.troupe.replay.log;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * What a shard keeps over its restarts beside its records, in the store's header. For the shard's thread.
 *
 * <pre>
 *   0                    8                    12
 *   | insert limit, long | max priority, float |
 * </pre>
 */
public final class KeptNumbers {
    private static final int INSERT_LIMIT = 0;
    private static final int MAX_PRIORITY = 8;

    private final UnsafeBuffer buffer;
    private final int at;

    KeptNumbers(UnsafeBuffer buffer, int at) {
        this.buffer = buffer;
        this.at = at;
    }

    /** As a new store has them: no limit, and a highest priority of 1. */
    void reset() {
        insertLimitSteps(Long.MAX_VALUE);
        maxPriority(1);
    }

    /** So many env steps may be stored, those of all lanes since ever. */
    public long insertLimitSteps() {
        return buffer.getLong(at + INSERT_LIMIT);
    }

    public void insertLimitSteps(long limit) {
        buffer.putLong(at + INSERT_LIMIT, limit);
    }

    /** The highest priority that was ever given; at first 1. */
    public float maxPriority() {
        return buffer.getFloat(at + MAX_PRIORITY);
    }

    public void maxPriority(float priority) {
        buffer.putFloat(at + MAX_PRIORITY, priority);
    }
}
