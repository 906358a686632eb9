package io.troupe.launcher.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class FloorTest {
    private static final OptionalDouble NONE = OptionalDouble.empty();

    private static Floor floor(OptionalDouble atLeast, OptionalDouble atMost) {
        return new Floor(Floor.Judged.BEST, new Bounds(atLeast, atMost), Optional.empty(), Floor.Seeds.ALL);
    }

    @Test
    void shouldBeMetAtItsVeryBounds() {
        Floor between = floor(OptionalDouble.of(0.4), OptionalDouble.of(0.6));
        assertTrue(between.isMet(0.4, NONE));
        assertTrue(between.isMet(0.6, NONE));
        assertFalse(between.isMet(0.399, NONE));
        assertFalse(between.isMet(0.601, NONE));
        assertEquals("0.4 to 0.6", between.toString());
        assertEquals("≥ 450", floor(OptionalDouble.of(450), NONE).toString());
        assertEquals("≤ -0.5", floor(NONE, OptionalDouble.of(-0.5)).toString());
    }

    @Test
    void shouldNotBeMetByARunWithoutAResult() {
        assertFalse(floor(NONE, OptionalDouble.of(150)).isMet(Double.NaN, NONE));
    }

    @Test
    void shouldHoldAgainstAnotherEntry() {
        Floor above = new Floor(Floor.Judged.LAST, Bounds.NONE, Optional.of(new Floor.Margin("mlp", 0.5)),
            Floor.Seeds.ALL);
        assertTrue(above.isMet(0.75, OptionalDouble.of(0.25)));
        assertFalse(above.isMet(0.7, OptionalDouble.of(0.25)));
        assertFalse(above.isMet(0.7, NONE), "without the other entry nothing is shown");
        assertEquals("≥ mlp + 0.5 at the end", above.toString());
        assertEquals("≥ 0.9 and ≥ mlp + 0.5", new Floor(Floor.Judged.BEST,
            new Bounds(OptionalDouble.of(0.9), NONE), above.above(), Floor.Seeds.ALL).toString());
    }

    @Test
    void shouldBeMetByMostSeedsAsByTheirMedian() {
        assertTrue(Floor.Seeds.MOST.isEnough(2, 3));
        assertFalse(Floor.Seeds.MOST.isEnough(1, 3));
        assertFalse(Floor.Seeds.MOST.isEnough(2, 4));
        assertFalse(Floor.Seeds.ALL.isEnough(2, 3));
        assertTrue(Floor.Seeds.ALL.isEnough(3, 3));
        assertEquals("≥ 10 in most seeds", new Floor(Floor.Judged.BEST, new Bounds(OptionalDouble.of(10), NONE),
            Optional.empty(), Floor.Seeds.MOST).toString());
    }
}
