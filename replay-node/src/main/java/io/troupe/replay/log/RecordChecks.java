package io.troupe.replay.log;

import org.agrona.concurrent.UnsafeBuffer;

/** The checks of the records, which lie behind each segment's header. */
final class RecordChecks {
    private final StoreFiles files;
    private final Geometry geometry;
    private final RecordCheck recordCheck = new RecordCheck();

    RecordChecks(StoreFiles files, Geometry geometry) {
        this.files = files;
        this.geometry = geometry;
    }

    /** Writes the checks of neighbouring records, of which the first has this key. */
    void write(int place, int firstOffset, int records, long firstKey) {
        UnsafeBuffer piece = files.piece(geometry.piece(place));
        int record = geometry.recordIndex(place, firstOffset);
        int check = checkIndex(place, firstOffset);
        for (int i = 0; i < records; i++) {
            piece.putInt(check, recordCheck.of(piece, record, geometry.stride, firstKey + i));
            record += geometry.stride;
            check += Integer.BYTES;
        }
    }

    /** Whether the record is as it was when its check was written under this key. */
    boolean isWhole(int place, int offset, long key) {
        UnsafeBuffer piece = files.piece(geometry.piece(place));
        return piece.getInt(checkIndex(place, offset)) == of(piece, place, offset, key);
    }

    private int of(UnsafeBuffer piece, int place, int offset, long key) {
        return recordCheck.of(piece, geometry.recordIndex(place, offset), geometry.stride, key);
    }

    private int checkIndex(int place, int offset) {
        return geometry.placeIndex(place) + Geometry.CHECKS + 4 * offset;
    }
}
