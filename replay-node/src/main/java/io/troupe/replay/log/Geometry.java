package io.troupe.replay.log;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;

/**
 * Where everything lies in the segment files. The ring has {@code places}; segment s lies in place s mod places, which
 * is {@link #placeBytes()} long:
 *
 * <pre>
 *   | header (128 bytes) | check of each record, int | padding to 64 | records, each of stride bytes | padding to 64 |
 * </pre>
 *
 * Places are grouped into pieces, files of at most 1 GiB. A slot is a record's number in the ring: place × S + offset.
 */
final class Geometry {
    static final int CHECKS = SegmentHeader.LENGTH;
    static final long MAX_PIECE_BYTES = 1L << 30;
    /** Slots are drawn by a tree of longs on the heap: 2^28 of them take 4 GiB. */
    static final long MAX_CAPACITY = 1L << 28;

    final int stride;
    final int segmentSteps;
    final int places;
    final int capacity;
    final int recordsOffset;
    final int placeBytes;
    final int pieces;
    private final int pieceShift;
    private final int segmentShift;

    Geometry(int stride, long capacitySteps, int segmentSteps) {
        if (segmentSteps < 1 || segmentSteps > SegmentHeader.MAX_RECORDS) {
            throw new TroupeException(ErrorCode.CONFIGURATION,
                "replay.segment-steps is " + segmentSteps + "; expected 1 to " + SegmentHeader.MAX_RECORDS);
        }
        long wantedPlaces = (capacitySteps + segmentSteps - 1) / segmentSteps;
        if (capacitySteps < 1 || wantedPlaces * segmentSteps > MAX_CAPACITY) {
            throw new TroupeException(ErrorCode.CONFIGURATION, "a replay shard's capacity is " + capacitySteps
                + " steps; expected 1 to " + MAX_CAPACITY + ": change replay.capacity-steps, or use more shards");
        }
        this.stride = stride;
        this.segmentSteps = segmentSteps;
        places = (int) wantedPlaces;
        capacity = places * segmentSteps;
        recordsOffset = align(CHECKS + 4 * segmentSteps);
        long bytes = recordsOffset + (((long) stride * segmentSteps + 63) & ~63L);
        if (bytes > MAX_PIECE_BYTES) {
            throw new TroupeException(ErrorCode.CONFIGURATION, "a segment of " + segmentSteps + " steps of " + stride
                + " bytes takes " + bytes + " bytes; expected at most " + MAX_PIECE_BYTES
                + ": make replay.segment-steps smaller");
        }
        placeBytes = (int) bytes;
        int placesPerPiece = Integer.highestOneBit((int) Math.min(MAX_PIECE_BYTES / bytes, 1 << 29));
        pieceShift = Integer.numberOfTrailingZeros(placesPerPiece);
        pieces = (places + placesPerPiece - 1) >> pieceShift;
        segmentShift = Integer.bitCount(segmentSteps) == 1 ? Integer.numberOfTrailingZeros(segmentSteps) : -1;
    }

    int piece(int place) {
        return place >> pieceShift;
    }

    /** Where a place begins in its piece. */
    int placeIndex(int place) {
        return (place & (1 << pieceShift) - 1) * placeBytes;
    }

    int recordIndex(int place, int offset) {
        return placeIndex(place) + recordsOffset + offset * stride;
    }

    int place(int slot) {
        return segmentShift >= 0 ? slot >> segmentShift : slot / segmentSteps;
    }

    /** Bytes of a piece: the last one holds only the places that are left. */
    long pieceBytes(int piece) {
        int placesPerPiece = 1 << pieceShift;
        return (long) Math.min(placesPerPiece, places - piece * placesPerPiece) * placeBytes;
    }

    /** Bytes of all pieces and of the priorities. */
    long totalBytes() {
        return (long) places * placeBytes + 4L * capacity;
    }

    private static int align(int bytes) {
        return (bytes + 63) & ~63;
    }
}
