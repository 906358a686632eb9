package io.troupe.replay.log;

/**
 * The keys of the records that the ring holds: key = segment sequence × S + offset, never used again. A key's slot is
 * the key modulo the capacity; it lives iff the slot's place still holds its segment, and the segment the record.
 */
final class RecordKeys {
    private static final int NONE = -1;

    private final Geometry geometry;
    private final SegmentRing ring;

    RecordKeys(Geometry geometry, SegmentRing ring) {
        this.geometry = geometry;
        this.ring = ring;
    }

    /** The key of the record at an offset of the segment that a place holds. */
    long key(int place, int offset) {
        return ring.sequence(place) * geometry.segmentSteps + offset;
    }

    /** The key of the record in a slot of a live segment. */
    long keyOf(int slot) {
        int place = geometry.place(slot);
        return key(place, slot - place * geometry.segmentSteps);
    }

    /** The slot of a record that is still held, or −1 where the key is dead. */
    int slotOf(long key) {
        if (key < 0) {
            return NONE;
        }
        int slot = (int) (key % geometry.capacity);
        int place = geometry.place(slot);
        int offset = slot - place * geometry.segmentSteps;
        return key == key(place, offset) && offset < ring.count(place) ? slot : NONE;
    }
}
