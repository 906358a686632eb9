package io.troupe.actor.acting;

/**
 * First priorities that are not acknowledged yet, in the order of their windows: start record, the record that
 * completes the window, and the priority. Both record numbers never fall. A fixed ring: nothing is allocated.
 */
final class PendingPriorities {
    private final long[] starts;
    private final long[] completing;
    private final float[] values;
    private final int mask;
    private long head;
    private long unsent;
    private long tail;

    PendingPriorities(int capacity) {
        int size = Math.max(2, Integer.highestOneBit(capacity - 1) << 1);
        starts = new long[size];
        completing = new long[size];
        values = new float[size];
        mask = size - 1;
    }

    void add(long startRecord, long completingRecord, float priority) {
        if (tail - head > mask) {
            throw new IllegalStateException("more than " + values.length + " first priorities wait: record "
                + startRecord + " has no place");
        }
        int at = (int) tail & mask;
        starts[at] = startRecord;
        completing[at] = completingRecord;
        values[at] = priority;
        tail++;
    }

    /** Forgets what went with records below {@code record}: they are stored. */
    void acknowledgeBelow(long record) {
        while (head < tail && completing[(int) head & mask] < record) {
            head++;
        }
        unsent = Math.max(unsent, head);
    }

    /** Forgets windows that start below {@code record}: the shard that is written to does not know them. */
    void forgetStartsBelow(long record) {
        while (head < tail && starts[(int) head & mask] < record) {
            head++;
        }
        unsent = Math.max(unsent, head);
    }

    /** Everything that is not acknowledged is to be sent again. */
    void rewind() {
        unsent = head;
    }

    /** How many of the unsent ones, after the first {@code skip}, are completed by records below {@code record}. */
    int unsentBelow(long record, int skip) {
        int count = 0;
        for (long at = unsent + skip; at < tail && completing[(int) at & mask] < record; at++) {
            count++;
        }
        return count;
    }

    long unsentStart(int index) {
        return starts[(int) (unsent + index) & mask];
    }

    float unsentValue(int index) {
        return values[(int) (unsent + index) & mask];
    }

    void markSent(int count) {
        unsent += count;
    }
}
