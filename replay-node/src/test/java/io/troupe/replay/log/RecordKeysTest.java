package io.troupe.replay.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Three places; the segment size is a power of two, for which slots are shifted, and is none. */
class RecordKeysTest {
    private static final int PLACES = 3;

    @ParameterizedTest
    @ValueSource(ints = {8, 10})
    void shouldFindExactlyTheRecordsThatAreHeld(int segmentSteps) {
        SegmentRing ring = new SegmentRing(PLACES);
        RecordKeys keys = new RecordKeys(new Geometry(16, PLACES * segmentSteps, segmentSteps), ring);
        // Segment 4 is full, 5 was dropped, 6 has three records.
        ring.add(4 % PLACES, 4, 0, segmentSteps);
        ring.add(5 % PLACES, 5, 0, segmentSteps);
        ring.remove(5 % PLACES);
        ring.add(6 % PLACES, 6, 0, 3);

        for (long key = 0; key < 12L * segmentSteps; key++) {
            long sequence = key / segmentSteps;
            long offset = key % segmentSteps;
            boolean isHeld = sequence == 4 || sequence == 6 && offset < 3;
            long slot = sequence % PLACES * segmentSteps + offset;
            assertEquals(isHeld ? slot : -1, keys.slotOf(key), "key " + key);
            if (isHeld) {
                assertEquals(key, keys.keyOf((int) slot));
                assertEquals(key, keys.key((int) (sequence % PLACES), (int) offset));
            }
        }
    }

    @Test
    void shouldTakeAKeyBelowZeroForDead() {
        RecordKeys keys = new RecordKeys(new Geometry(16, 24, 8), new SegmentRing(PLACES));

        assertEquals(-1, keys.slotOf(-1));
        assertEquals(-1, keys.slotOf(Long.MIN_VALUE));
    }
}
