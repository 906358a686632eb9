package io.troupe.common.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RateMeterTest {
    @Test
    void shouldTellTheRateOfWhatThereIsUntilTheWindowIsFull() {
        RateMeter meter = new RateMeter(60);
        assertEquals(0, meter.rate(0, 100));
        assertEquals(10, meter.rate(5, 150), 1e-9);
        assertEquals(20, meter.rate(10, 300), 1e-9);
    }

    @Test
    void shouldForgetWhatIsOlderThanItsWindow() {
        RateMeter brief = new RateMeter(10);
        RateMeter lengthy = new RateMeter(60);
        double last10S = 0;
        double last60S = 0;
        for (int s = 0; s <= 120; s++) {
            long count = s <= 100 ? 50L * s : 5_000 + 500L * (s - 100);
            last10S = brief.rate(s, count);
            last60S = lengthy.rate(s, count);
        }
        assertEquals(500, last10S, 1e-9);
        assertEquals((40 * 50 + 20 * 500) / 60.0, last60S, 1e-9);
    }

    @Test
    void shouldTellOfAGapThatIsLongerThanItsWindow() {
        RateMeter meter = new RateMeter(3);
        meter.rate(0, 0);
        meter.rate(1, 10);
        assertEquals(1, meter.rate(101, 110), 1e-9);
    }

    @Test
    void shouldHoldFewPointsHoweverOftenItIsAsked() {
        RateMeter meter = new RateMeter(300);
        double rate = 0;
        for (int ms = 0; ms < 1_000_000; ms++) {
            rate = meter.rate(ms / 1e3, 7L * ms);
        }
        assertEquals(7_000, rate, 1e-6);
        assertTrue(meter.points() <= 202, meter.points() + " points");
    }

    @Test
    void shouldNotTellOfANegativeRateWhereTheCountBeginsAnew() {
        RateMeter meter = new RateMeter(3);
        meter.rate(0, 1_000);
        assertEquals(0, meter.rate(1, 10));
    }
}
