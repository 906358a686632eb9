package io.troupe.common.numeric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SplitMix64Test {
    /** The JDK's generator of the same paper has this very sequence for a seed. */
    @Test
    void shouldDrawWhatTheJdksDraws() {
        SplittableRandom other = new SplittableRandom(42);
        SplitMix64 random = new SplitMix64(42);
        for (int i = 0; i < 1_000; i++) {
            assertEquals(other.nextLong(), random.nextLong());
        }
    }

    @Test
    void shouldDrawEvenlyAndTheSameAgainFromASeed() {
        SplitMix64 random = new SplitMix64(0);
        random.seed(9);
        double first = random.nextDouble();
        double sum = 0;
        for (int i = 0; i < 10_000; i++) {
            sum += random.nextDouble();
        }
        assertEquals(0.5, sum / 10_000, 0.01);
        random.seed(9);
        assertEquals(first, random.nextDouble());
        assertNotEquals(SplitMix64.seedOf(1, 2), SplitMix64.seedOf(2, 1));
    }

    @Test
    void shouldGoOnFromItsState() {
        SplitMix64 random = new SplitMix64(7);
        random.nextDouble();
        SplitMix64 later = new SplitMix64(random.state());
        for (int i = 0; i < 10; i++) {
            assertEquals(random.nextLong(), later.nextLong());
        }
    }
}
