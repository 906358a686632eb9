package io.troupe.replay.log;

import java.util.Arrays;

/**
 * What is asked often of the segments, by place, on the heap: their sequences, their lengths and how they are linked.
 */
final class SegmentRing {
    private static final int NONE = -1;

    private final long[] sequence;
    private final long[] firstRecord;
    private final int[] count;
    private final int[] previous;
    private final int[] next;

    SegmentRing(int places) {
        sequence = new long[places];
        firstRecord = new long[places];
        count = new int[places];
        previous = new int[places];
        next = new int[places];
        Arrays.fill(previous, NONE);
        Arrays.fill(next, NONE);
    }

    void add(int place, long newSequence, long newFirstRecord, int records) {
        sequence[place] = newSequence;
        firstRecord[place] = newFirstRecord;
        count[place] = records;
    }

    /** Links a segment to the one before it, if that is still there. */
    void link(int place, long previousSequence) {
        int previousPlace = (int) (previousSequence % sequence.length);
        if (previousSequence != 0 && sequence[previousPlace] == previousSequence) {
            previous[place] = previousPlace;
            next[previousPlace] = place;
        }
    }

    void remove(int place) {
        if (next[place] != NONE) {
            previous[next[place]] = NONE;
        }
        if (previous[place] != NONE) {
            next[previous[place]] = NONE;
        }
        next[place] = NONE;
        previous[place] = NONE;
        sequence[place] = 0;
        count[place] = 0;
    }

    /** 0 where the place is empty. */
    long sequence(int place) {
        return sequence[place];
    }

    long firstRecord(int place) {
        return firstRecord[place];
    }

    int count(int place) {
        return count[place];
    }

    void count(int place, int records) {
        count[place] = records;
    }

    int previous(int place) {
        return previous[place];
    }

    int next(int place) {
        return next[place];
    }
}
