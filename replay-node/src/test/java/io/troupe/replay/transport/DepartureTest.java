package io.troupe.replay.transport;

import static io.troupe.replay.transport.Departure.Phase.DRAINING;
import static io.troupe.replay.transport.Departure.Phase.FAREWELL;
import static io.troupe.replay.transport.Departure.Phase.GONE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class DepartureTest {
    private static final long DRAIN_NS = 3_000_000_000L;
    private static final long START_NS = 77;

    private final Departure departure = new Departure(DRAIN_NS, START_NS);

    @Test
    void shouldBeDrawnFromForTheWholeTimeAlsoWithoutLanes() {
        assertEquals(DRAINING, departure.advance(START_NS + DRAIN_NS - 1, 0, true, true));
        assertEquals(FAREWELL, departure.advance(START_NS + DRAIN_NS, 0, true, true));
    }

    @Test
    void shouldWaitForLanesThatCanGo() {
        assertEquals(DRAINING, departure.advance(START_NS + DRAIN_NS, 1, true, true));
        assertEquals(FAREWELL, departure.advance(START_NS + DRAIN_NS + 1, 0, true, true));
    }

    @Test
    void shouldNotWaitForLanesThatHaveNowhereToGo() {
        assertEquals(FAREWELL, departure.advance(START_NS + DRAIN_NS, 4, false, true));
    }

    @Test
    void shouldDeliverWhatItOwesBeforeItGoes() {
        assertEquals(DRAINING, departure.advance(START_NS + DRAIN_NS, 0, true, false));
        assertEquals(FAREWELL, departure.advance(START_NS + DRAIN_NS + 5, 0, true, true));
        long farewellNs = START_NS + DRAIN_NS + 5;
        assertEquals(FAREWELL, departure.advance(farewellNs + Departure.FAREWELL_NS, 0, true, false));
        assertEquals(GONE, departure.advance(farewellNs + Departure.FAREWELL_NS + 1, 0, true, true));
    }

    @Test
    void shouldAcknowledgeForAWhileWhatCameLast() {
        departure.advance(START_NS + DRAIN_NS, 0, true, true);
        assertEquals(FAREWELL, departure.advance(START_NS + DRAIN_NS + Departure.FAREWELL_NS - 1, 0, true, true));
        assertEquals(GONE, departure.advance(START_NS + DRAIN_NS + Departure.FAREWELL_NS, 0, true, true));
        assertEquals(GONE, departure.advance(START_NS + DRAIN_NS + Departure.FAREWELL_NS + 1, 3, true, false));
    }

    @Test
    void shouldWaitForNobodyForEver() {
        long lastNs = START_NS + DRAIN_NS + Departure.PATIENCE_NS;
        assertEquals(DRAINING, departure.advance(lastNs - 1, 2, true, false));
        assertEquals(FAREWELL, departure.advance(lastNs, 2, true, false));
        assertEquals(FAREWELL, departure.advance(lastNs + Departure.MAX_FAREWELL_NS - 1, 2, true, false));
        assertEquals(GONE, departure.advance(lastNs + Departure.MAX_FAREWELL_NS, 2, true, false));
    }
}
