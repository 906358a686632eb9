package io.troupe.replay.log;

import org.agrona.concurrent.UnsafeBuffer;

/** Finds the segments that a store holds when it is opened, and gives up what is damaged. */
final class SegmentScan {
    private final StoreFiles files;
    private final Geometry geometry;
    private final RecordCheck recordCheck = new RecordCheck();

    SegmentScan(StoreFiles files, Geometry geometry) {
        this.files = files;
        this.geometry = geometry;
    }

    /** Fills the ring. Sequences go on one turn of the ring later: none that a crash lost is used again. */
    OpeningReport run(SegmentRing ring) {
        long after = Math.max(files.header().nextSequence(), geometry.places);
        long tornSegments = 0;
        long tornStates = 0;
        for (int place = 0; place < geometry.places; place++) {
            UnsafeBuffer piece = files.piece(geometry.piece(place));
            int at = geometry.placeIndex(place);
            long sequence = SegmentHeader.sequence(piece, at);
            if (SegmentHeader.isValid(recordCheck, piece, at, place, geometry.places, geometry.segmentSteps)) {
                ring.add(place, sequence, SegmentHeader.count(piece, at));
                after = Math.max(after, sequence + 1);
                tornStates += files.states().removeTorn(place, ring.count(place), sequence * geometry.segmentSteps);
            } else if (sequence != 0) {
                SegmentHeader.clear(piece, at);
                tornSegments++;
            }
        }
        files.header().nextSequence(after > geometry.places ? after + geometry.places : after);
        for (int place = 0; place < geometry.places; place++) {
            link(ring, place);
        }
        return new OpeningReport(tornSegments, tornStates, files.hasDroppedStates());
    }

    /** Only where the records follow each other: after the death of a host a segment may lack its end. */
    private void link(SegmentRing ring, int place) {
        if (ring.sequence(place) == 0) {
            return;
        }
        UnsafeBuffer piece = files.piece(geometry.piece(place));
        int at = geometry.placeIndex(place);
        long previousSequence = SegmentHeader.previous(piece, at);
        int previous = (int) (previousSequence % geometry.places);
        UnsafeBuffer previousPiece = files.piece(geometry.piece(previous));
        int previousAt = geometry.placeIndex(previous);
        if (SegmentHeader.firstRecord(previousPiece, previousAt) + ring.count(previous)
                == SegmentHeader.firstRecord(piece, at)) {
            ring.link(place, previousSequence);
        }
    }
}
