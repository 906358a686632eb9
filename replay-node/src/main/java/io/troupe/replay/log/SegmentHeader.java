package io.troupe.replay.log;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * The head of a segment's place. Native byte order, as all of the log's own fields.
 *
 * <pre>
 *   0          8        16             24             32         40              48      52      56      64         72   128
 *   | sequence | laneId | first record | steps before | previous | episode first | epoch | state | check | progress | … |
 *   | long     | long   | long         | long         | long     | long          | int   | int   | int   | long     |   |
 * </pre>
 *
 * {@code sequence} is 0 where the place holds nothing; it is written last, so a header is whole or absent however the
 * process ends. {@code steps before} are the lane's env steps in all its earlier segments, so the newest segment tells
 * the lane's count though older ones are gone. {@code previous} is the sequence of the lane's previous segment of the
 * same epoch, or 0; the link forward is its inverse and is kept on the heap. {@code episode first} and {@code state}
 * tell how the lane's episode stood before the segment's first record: windows start at every so many records of it,
 * also when its head is gone. {@code check} covers all before it. {@code progress} is records | steps &lt;&lt; 24 in
 * one {@link CheckedWord}, so both always belong together.
 */
final class SegmentHeader {
    static final int LENGTH = 128;
    /** So many records can be counted. */
    static final int MAX_RECORDS = (1 << 24) - 1;
    private static final int SEQUENCE = 0;
    private static final int LANE = 8;
    private static final int FIRST = 16;
    private static final int STEPS_BEFORE = 24;
    private static final int PREVIOUS = 32;
    private static final int EPISODE_FIRST = 40;
    private static final int EPOCH = 48;
    private static final int EPISODE_STATE = 52;
    private static final int CHECK = 56;
    private static final int PROGRESS = 64;

    private SegmentHeader() {
    }

    static void write(RecordCheck recordCheck, UnsafeBuffer piece, int at, long sequence, long laneId, int epoch,
                      long firstRecord, long stepsBefore, long previous, long episodeFirst, int episodeState) {
        clear(piece, at);
        piece.putLong(at + LANE, laneId);
        piece.putLong(at + FIRST, firstRecord);
        piece.putLong(at + STEPS_BEFORE, stepsBefore);
        piece.putLong(at + PREVIOUS, previous);
        piece.putLong(at + EPISODE_FIRST, episodeFirst);
        piece.putInt(at + EPOCH, epoch);
        piece.putInt(at + EPISODE_STATE, episodeState);
        piece.putInt(at + CHECK, check(recordCheck, piece, at, sequence));
        piece.putLong(at + PROGRESS, CheckedWord.of(0, sequence));
        piece.putLongRelease(at + SEQUENCE, sequence);
    }

    static void clear(UnsafeBuffer piece, int at) {
        piece.putLongVolatile(at + SEQUENCE, 0);
    }

    /** Whether this is the whole header of a segment that belongs into place {@code place} of {@code places}. */
    static boolean isValid(RecordCheck recordCheck, UnsafeBuffer piece, int at, int place, int places,
                           int segmentSteps) {
        long sequence = sequence(piece, at);
        return sequence >= places && sequence % places == place
            && piece.getInt(at + CHECK) == check(recordCheck, piece, at, sequence)
            && CheckedWord.isWhole(piece.getLong(at + PROGRESS), sequence)
            && count(piece, at) <= segmentSteps && steps(piece, at) <= count(piece, at);
    }

    /** All bytes of the records and their checks must have been written before. */
    static void progress(UnsafeBuffer piece, int at, int count, int steps) {
        piece.putLongRelease(at + PROGRESS, CheckedWord.of((long) steps << 24 | count, sequence(piece, at)));
    }

    static long sequence(UnsafeBuffer piece, int at) {
        return piece.getLong(at + SEQUENCE);
    }

    static long laneId(UnsafeBuffer piece, int at) {
        return piece.getLong(at + LANE);
    }

    static long firstRecord(UnsafeBuffer piece, int at) {
        return piece.getLong(at + FIRST);
    }

    static long stepsBefore(UnsafeBuffer piece, int at) {
        return piece.getLong(at + STEPS_BEFORE);
    }

    static long previous(UnsafeBuffer piece, int at) {
        return piece.getLong(at + PREVIOUS);
    }

    static int epoch(UnsafeBuffer piece, int at) {
        return piece.getInt(at + EPOCH);
    }

    static long episodeFirst(UnsafeBuffer piece, int at) {
        return piece.getLong(at + EPISODE_FIRST);
    }

    static int episodeState(UnsafeBuffer piece, int at) {
        return piece.getInt(at + EPISODE_STATE);
    }

    static int count(UnsafeBuffer piece, int at) {
        return (int) piece.getLong(at + PROGRESS) & MAX_RECORDS;
    }

    static int steps(UnsafeBuffer piece, int at) {
        return (int) (piece.getLong(at + PROGRESS) >>> 24) & MAX_RECORDS;
    }

    private static int check(RecordCheck recordCheck, UnsafeBuffer piece, int at, long sequence) {
        return recordCheck.of(piece, at + LANE, CHECK - LANE, sequence);
    }
}
