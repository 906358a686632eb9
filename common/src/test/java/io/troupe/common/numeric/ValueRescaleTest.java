package io.troupe.common.numeric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueRescaleTest {
    @ParameterizedTest
    @EnumSource(ValueRescale.class)
    void squashAndExpandShouldBeInverseToEachOther(ValueRescale rescale) {
        assertEquals(0, rescale.expand(rescale.squash(0)));
        for (double x = 1e-6; x < 1e6; x *= 1.7) {
            assertEquals(x, rescale.expand(rescale.squash(x)), 1e-9 * (1 + x));
            assertEquals(-x, rescale.expand(rescale.squash(-x)), 1e-9 * (1 + x));
            assertEquals(x, rescale.squash(rescale.expand(x)), 1e-9 * (1 + x));
            assertEquals(-x, rescale.squash(rescale.expand(-x)), 1e-9 * (1 + x));
        }
    }

    @Test
    void squareRootShouldBeTheFormula() {
        // √(|x| + 1) − 1 + x/1000, worked out by hand
        assertEquals(2 - 1 + 0.003, ValueRescale.SQUARE_ROOT.squash(3), 1e-12);
        assertEquals(-(10 - 1 + 0.099), ValueRescale.SQUARE_ROOT.squash(-99), 1e-12);
        assertEquals(1000 - 1 + 999.999, ValueRescale.SQUARE_ROOT.squash(999_999), 1e-9);
        assertEquals(3, ValueRescale.SQUARE_ROOT.expand(1.003), 1e-9);
        assertEquals(-99, ValueRescale.SQUARE_ROOT.expand(-9.099), 1e-9);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1e5, -1, 0, 0.5, 1e5})
    void noneShouldLeaveValuesAsTheyAre(double x) {
        assertEquals(x, ValueRescale.NONE.squash(x));
        assertEquals(x, ValueRescale.NONE.expand(x));
    }

    @Test
    void shouldKeepTheOrderOfValues() {
        for (double x = -1e3; x < 1e3; x += 0.37) {
            assertTrue(ValueRescale.SQUARE_ROOT.squash(x) < ValueRescale.SQUARE_ROOT.squash(x + 0.37));
        }
    }
}
