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

    void write(int place, int offset, long key) {
        UnsafeBuffer piece = files.piece(geometry.piece(place));
        piece.putInt(checkIndex(place, offset), of(piece, place, offset, key));
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
