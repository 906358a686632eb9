package io.troupe.replay.shard;

/**
 * The learner's requests that are not fully served yet, oldest first. When there are too many the oldest is given up.
 */
final class Requests {
    private static final int CAPACITY = 64;

    private final long[] batchIds = new long[CAPACITY];
    private final int[] rows = new int[CAPACITY];
    private int head;
    private int size;
    private int served;
    private long dropped;

    void add(long batchId, int wantedRows) {
        if (size == CAPACITY) {
            dropped++;
            removeHead();
        }
        int index = (head + size++) % CAPACITY;
        batchIds[index] = batchId;
        rows[index] = wantedRows;
    }

    /** Forgets all of them. */
    void clear() {
        size = 0;
        served = 0;
    }

    boolean isEmpty() {
        return size == 0;
    }

    long batchId() {
        return batchIds[head];
    }

    /** All rows of the oldest request. */
    int rows() {
        return rows[head];
    }

    /** Rows of the oldest request that were drawn already. */
    int served() {
        return served;
    }

    void serve(int drawnRows) {
        served += drawnRows;
        if (served == rows[head]) {
            removeHead();
        }
    }

    /** Rows that are still to be drawn, of all requests. */
    long owedRows() {
        long owed = -served;
        for (int i = 0; i < size; i++) {
            owed += rows[(head + i) % CAPACITY];
        }
        return owed;
    }

    long dropped() {
        return dropped;
    }

    private void removeHead() {
        head = (head + 1) % CAPACITY;
        size--;
        served = 0;
    }
}
