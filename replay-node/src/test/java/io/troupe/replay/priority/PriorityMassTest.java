package io.troupe.replay.priority;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PriorityMassTest {
    private static final long MAX = 1L << 42;

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "4, 0.5, 2", "2, 1, 2", "0.25, 0.5, 0.5", "7, 0, 1"})
    void shouldBeThePowerInFixedPoint(float priority, double exponent, double mass) {
        assertEquals(mass * PriorityMass.ONE, new PriorityMass(exponent, MAX).of(priority), 1);
    }

    @Test
    void shouldBeOneUnitAtLeastUnlessThePriorityIsZero() {
        PriorityMass mass = new PriorityMass(1, MAX);
        assertEquals(1, mass.of(Float.MIN_VALUE));
        assertEquals(0, mass.of(0f));
        assertEquals(0, mass.of(-0f));
    }

    @Test
    void shouldClampAndCountWhatTheTreeCannotHold() {
        PriorityMass mass = new PriorityMass(1, MAX);
        assertEquals(MAX, mass.of(Float.MAX_VALUE));
        assertEquals(MAX, mass.of(1025f));
        assertEquals(2, mass.clamped());
        assertEquals(MAX, mass.of(1024f));
        assertEquals(2, mass.clamped());
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, -1f, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void shouldNotTakeForAPriority(float value) {
        assertFalse(PriorityMass.isValid(value));
    }

    @ParameterizedTest
    @ValueSource(floats = {0f, 1e-30f, 1f, Float.MAX_VALUE})
    void shouldTakeForAPriority(float value) {
        assertTrue(PriorityMass.isValid(value));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
    void shouldRefuseExponent(double exponent) {
        assertThrows(IllegalArgumentException.class, () -> new PriorityMass(exponent, MAX));
    }
}
