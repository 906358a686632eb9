package io.troupe.learner.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.learner.status.Distribution;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ErrorHistogramTest {
    /** A bucket reaches a fourth of an octave far. */
    private static final double RATIO = Math.pow(2, 0.25);

    private final ErrorHistogram histogram = new ErrorHistogram();

    @Test
    void shouldTellQuantilesToABucket() {
        float[] errors = new float[1_000];
        for (int i = 0; i < errors.length; i++) {
            errors[i] = (i + 1) / 1_000f;
        }
        histogram.record(errors);
        Distribution told = histogram.take();
        assertNear(0.1, told.p10());
        assertNear(0.5, told.p50());
        assertNear(0.9, told.p90());
        assertNear(0.99, told.p99());
        assertEquals(1, told.max());
        assertEquals(1_000, told.counts().stream().mapToDouble(Double::doubleValue).sum());
    }

    @Test
    void shouldTellNothingBeforeTheFirstBatch() {
        assertEquals(Distribution.NONE, histogram.take());
    }

    @Test
    void shouldForgetOldErrors() {
        for (int batch = 0; batch < 200; batch++) {
            histogram.record(filled(8));
        }
        for (int batch = 0; batch < 2_000; batch++) {
            histogram.record(filled(0.25f));
        }
        assertNear(0.25, histogram.take().p99());
    }

    @Test
    void shouldTellTheLargestSinceItWasLastAsked() {
        histogram.record(filled(8));
        assertEquals(8, histogram.take().max());
        histogram.record(filled(0.25f));
        assertEquals(0.25, histogram.take().max());
    }

    @Test
    void shouldHoldWhatIsOutOfItsRange() {
        histogram.record(new float[] {0, Float.MIN_VALUE, 1e30f, Float.POSITIVE_INFINITY, Float.NaN});
        assertEquals(5, histogram.take().counts().stream().mapToDouble(Double::doubleValue).sum());
    }

    private static float[] filled(float error) {
        float[] errors = new float[64];
        Arrays.fill(errors, error);
        return errors;
    }

    private static void assertNear(double expected, double told) {
        assertTrue(told >= expected / 1.001 && told <= expected * RATIO * 1.001, expected + ": " + told);
    }
}
