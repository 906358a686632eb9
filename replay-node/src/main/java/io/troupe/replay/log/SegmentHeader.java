package io.troupe.replay.log;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * The head of a segment's place. Native byte order, as all of the log's own fields.
 *
 * <pre>
 *   0          8        16             24             32         40      44      48         56       64
 *   | sequence | laneId | first record | steps before | previous | epoch | check | progress | unused |
 *   | long     | long   | long         | long         | long     | int   | int   | long     |        |
 * </pre>
 *
 * {@code sequence} is 0 where the place holds nothing; it is written last, so a header is whole or absent however the
 * process ends. {@code steps before} are the lane's env steps in all its earlier segments, so the newest segment tells
 * the lane's count though older ones are gone. {@code previous} is the sequence of the lane's previous segment of the
 * same epoch, or 0; the link forward is its inverse and is kept on the heap. {@code check} covers all before it.
 * {@code progress} is records | steps &lt;&lt; 32 in one word, so both always belong together.
 */
final class SegmentHeader {
    static final int LENGTH = 64;
    private static final int SEQUENCE = 0;
    private static final int LANE = 8;
    private static final int FIRST = 16;
    private static final int STEPS_BEFORE = 24;
    private static final int PREVIOUS = 32;
    private static final int EPOCH = 40;
    private static final int CHECK = 44;
    private static final int PROGRESS = 48;

    private SegmentHeader() {
    }

    static void write(RecordCheck recordCheck, UnsafeBuffer piece, int at, long sequence, long laneId, int epoch,
                      long firstRecord, long stepsBefore, long previous) {
        clear(piece, at);
        piece.putLong(at + LANE, laneId);
        piece.putLong(at + FIRST, firstRecord);
        piece.putLong(at + STEPS_BEFORE, stepsBefore);
        piece.putLong(at + PREVIOUS, previous);
        piece.putInt(at + EPOCH, epoch);
        piece.putInt(at + CHECK, check(recordCheck, piece, at, sequence));
        piece.putLong(at + PROGRESS, 0);
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
            && count(piece, at) >= 0 && count(piece, at) <= segmentSteps
            && steps(piece, at) >= 0 && steps(piece, at) <= count(piece, at);
    }

    /** All bytes of the records and their checks must have been written before. */
    static void progress(UnsafeBuffer piece, int at, int count, int steps) {
        piece.putLongRelease(at + PROGRESS, (long) steps << 32 | count);
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

    static int count(UnsafeBuffer piece, int at) {
        return (int) piece.getLong(at + PROGRESS);
    }

    static int steps(UnsafeBuffer piece, int at) {
        return (int) (piece.getLong(at + PROGRESS) >>> 32);
    }

    private static int check(RecordCheck recordCheck, UnsafeBuffer piece, int at, long sequence) {
        // The lane … previous fields as bytes; sequence and epoch through the seed.
        return recordCheck.of(piece, at + LANE, PREVIOUS + 8 - LANE, sequence * 31 + piece.getInt(at + EPOCH));
    }
}
