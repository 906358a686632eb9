package io.troupe.replay.log;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The files {@code states-000}, …: a sparse column of recurrent states, with room for a few in each place. They are
 * found by looking through the place's entries.
 *
 * <pre>
 *   | word of each entry, long | padding to 64 | states, each to a multiple of 8 | padding to 64 |
 * </pre>
 *
 * An entry's word is its record's offset in the segment + 1, or 0 where it is free, and in the upper half the check of
 * the state's bytes. It is written after them.
 */
final class StateColumn {
    private static final int NONE = -1;

    private final StateSpec spec;
    private final int places;
    private final int statesOffset;
    private final int entryBytes;
    private final int placeBytes;
    private final int pieceShift;
    private final UnsafeBuffer[] pieces;
    private final RecordCheck recordCheck = new RecordCheck();

    StateColumn(StateSpec spec, int places) {
        this.spec = spec;
        this.places = places;
        statesOffset = 8 * spec.entries() + 63 & ~63;
        entryBytes = spec.bytes() + 7 & ~7;
        long bytes = statesOffset + ((long) entryBytes * spec.entries() + 63 & ~63L);
        if (bytes > Geometry.MAX_PIECE_BYTES) {
            throw new TroupeException(ErrorCode.CONFIGURATION, "a segment's " + spec.entries() + " recurrent states of "
                + spec.bytes() + " bytes take " + bytes + " bytes; expected at most " + Geometry.MAX_PIECE_BYTES
                + ": make replay.segment-steps smaller");
        }
        placeBytes = (int) bytes;
        long fitting = Math.min(Geometry.MAX_PIECE_BYTES / Math.max(1, bytes), 1 << 29);
        int placesPerPiece = Integer.highestOneBit((int) fitting);
        pieceShift = Integer.numberOfTrailingZeros(placesPerPiece);
        pieces = new UnsafeBuffer[spec.entries() == 0 ? 0 : places + placesPerPiece - 1 >> pieceShift];
    }

    int pieces() {
        return pieces.length;
    }

    long pieceBytes(int piece) {
        return Math.min(1L << pieceShift, places - ((long) piece << pieceShift)) * placeBytes;
    }

    long totalBytes() {
        return pieces.length == 0 ? 0 : (long) places * placeBytes;
    }

    /** To be called for each piece before anything else. */
    void map(int piece, UnsafeBuffer buffer) {
        pieces[piece] = buffer;
    }

    /** The memory that holds the states of a place. */
    UnsafeBuffer piece(int place) {
        return pieces[place >> pieceShift];
    }

    /** Where the state before a record begins in {@link #piece}, or −1 where none is stored. */
    int indexOf(int place, int offset) {
        if (spec.entries() == 0) {
            return NONE;
        }
        int entry = find(place, offset + 1);
        return entry < 0 ? NONE : stateIndex(place, entry);
    }

    /**
     * Stores the state before a record; the first one stays.
     *
     * @param seed of its check: the record's key
     * @return false where there is no room
     */
    boolean put(int place, int offset, long seed, DirectBuffer source, int index) {
        if (spec.entries() == 0) {
            return false;
        }
        if (find(place, offset + 1) >= 0) {
            return true;
        }
        int entry = find(place, 0);
        if (entry < 0) {
            return false;
        }
        UnsafeBuffer piece = piece(place);
        int at = stateIndex(place, entry);
        piece.putBytes(at, source, index, spec.bytes());
        piece.putLongRelease(wordIndex(place, entry), word(offset, check(piece, at, seed)));
        return true;
    }

    /** Frees the entries of the records from offset {@code from} to {@code to}. */
    void remove(int place, int from, int to) {
        for (int entry = 0; entry < spec.entries(); entry++) {
            int offset = (int) piece(place).getLong(wordIndex(place, entry)) - 1;
            if (offset >= from && offset <= to) {
                piece(place).putLong(wordIndex(place, entry), 0);
            }
        }
    }

    void clear(int place) {
        if (spec.entries() > 0) {
            piece(place).setMemory(placeIndex(place), 8 * spec.entries(), (byte) 0);
        }
    }

    /**
     * Frees the entries that are not as they were written.
     *
     * @param count    records in the place
     * @param firstKey of its first record
     * @return how many there were
     */
    int removeTorn(int place, int count, long firstKey) {
        int torn = 0;
        for (int entry = 0; entry < spec.entries(); entry++) {
            UnsafeBuffer piece = piece(place);
            long word = piece.getLong(wordIndex(place, entry));
            int offset = (int) word - 1;
            boolean isWhole = offset >= 0 && offset < count && find(place, offset + 1) == entry
                && word == word(offset, check(piece, stateIndex(place, entry), firstKey + offset));
            if (word != 0 && !isWhole) {
                piece.putLong(wordIndex(place, entry), 0);
                torn++;
            }
        }
        return torn;
    }

    private int find(int place, int wanted) {
        UnsafeBuffer piece = piece(place);
        int at = placeIndex(place);
        for (int entry = 0; entry < spec.entries(); entry++) {
            if ((int) piece.getLong(at + 8 * entry) == wanted) {
                return entry;
            }
        }
        return NONE;
    }

    private int check(UnsafeBuffer piece, int at, long seed) {
        return recordCheck.of(piece, at, spec.bytes(), seed);
    }

    private static long word(int offset, int check) {
        return (long) check << 32 | offset + 1;
    }

    private int wordIndex(int place, int entry) {
        return placeIndex(place) + 8 * entry;
    }

    private int stateIndex(int place, int entry) {
        return placeIndex(place) + statesOffset + entry * entryBytes;
    }

    private int placeIndex(int place) {
        return (place & (1 << pieceShift) - 1) * placeBytes;
    }
}
