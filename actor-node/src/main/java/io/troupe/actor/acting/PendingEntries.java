package io.troupe.actor.acting;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * What goes with records that are not acknowledged yet, and again when they are sent again: first priorities, or
 * recurrent states. Each is of a record (its window's start or begin) and goes with a later one, which completes the
 * window. Both record numbers never fall. A fixed ring: nothing is allocated.
 */
final class PendingEntries {
    private final long[] records;
    private final long[] completing;
    private final int valueBytes;
    private final UnsafeBuffer values;
    private final int mask;
    private long head;
    private long unsent;
    private long tail;

    /**
     * @param capacity   entries that can wait, at least
     * @param valueBytes of each
     */
    PendingEntries(int capacity, int valueBytes) {
        int size = Math.max(2, Integer.highestOneBit(capacity - 1) << 1);
        records = new long[size];
        completing = new long[size];
        this.valueBytes = valueBytes;
        values = new UnsafeBuffer(new byte[Math.multiplyExact(size, valueBytes)]);
        mask = size - 1;
    }

    /** Adds an entry; returns where in {@link #values} its value is to be written. */
    int add(long record, long completingRecord) {
        if (tail - head > mask) {
            throw new IllegalStateException("more than " + records.length + " entries of " + valueBytes
                + " bytes wait: record " + record + " has no place");
        }
        int at = (int) tail & mask;
        records[at] = record;
        completing[at] = completingRecord;
        tail++;
        return at * valueBytes;
    }

    /** Forgets what went with records below {@code record}: they are stored. */
    void acknowledgeBelow(long record) {
        while (head < tail && completing[(int) head & mask] < record) {
            head++;
        }
        unsent = Math.max(unsent, head);
    }

    /** Forgets what is of records below {@code record}: the shard that is written to does not know them. */
    void forgetBelow(long record) {
        while (head < tail && records[(int) head & mask] < record) {
            head++;
        }
        unsent = Math.max(unsent, head);
    }

    /** Everything that is not acknowledged is to be sent again. */
    void rewind() {
        unsent = head;
    }

    /** How many of the unsent ones, after the first {@code skip}, go with records below {@code record}. */
    int unsentBelow(long record, int skip) {
        int count = 0;
        for (long at = unsent + skip; at < tail && completing[(int) at & mask] < record; at++) {
            count++;
        }
        return count;
    }

    long unsentRecord(int index) {
        return records[(int) (unsent + index) & mask];
    }

    /** Where in {@link #values} the value begins. */
    int unsentOffset(int index) {
        return ((int) (unsent + index) & mask) * valueBytes;
    }

    UnsafeBuffer values() {
        return values;
    }

    void markSent(int count) {
        unsent += count;
    }
}
