package io.troupe.common.numeric;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
    void shouldGoOnFromItsState() {
        SplitMix64 random = new SplitMix64(7);
        random.nextDouble();
        SplitMix64 later = new SplitMix64(random.state());
        for (int i = 0; i < 10; i++) {
            assertEquals(random.nextLong(), later.nextLong());
        }
    }
}
