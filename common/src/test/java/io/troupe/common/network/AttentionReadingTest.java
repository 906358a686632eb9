package io.troupe.common.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.troupe.common.network.Attention.Over;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttentionReadingTest {
    @Test
    void shouldTellTheEntropyOfKnownDistributions() {
        AttentionReading reading = new AttentionReading("memory.layers.0", Over.STEPS, 4,
            new float[] {0.25f, 0.25f, 0.25f, 0.25f, 0, 1, 0, 0, 0.5f, 0, 0, 0.5f, 0.5f, 0.25f, 0.125f, 0.125f});
        assertEquals(2, reading.entropyBits(0), 1e-12);
        assertEquals(0, reading.entropyBits(1), 1e-12);
        assertEquals(1, reading.entropyBits(2), 1e-12);
        assertEquals(1.75, reading.entropyBits(3), 1e-12);
    }

    @Test
    void shouldTellTheFirstOfEqualsAsMostAttended() {
        AttentionReading reading =
            new AttentionReading("a", Over.CELLS, 2, new float[] {0.25f, 0.5f, 0.25f, 0.2f, 0.4f, 0.4f});
        assertEquals(3, reading.attended());
        assertEquals(1, reading.top(0));
        assertEquals(1, reading.top(1));
        assertEquals(0.4f, reading.weight(1, 2));
    }

    @Test
    void shouldTakeTheMeanOverHeadsAndThenOverThePartsThatLookAtSteps() {
        AttentionReading one = new AttentionReading("a", Over.STEPS, 2, new float[] {1, 0, 0, 0.5f, 0.5f, 0});
        AttentionReading two = new AttentionReading("b", Over.STEPS, 1, new float[] {0, 0, 1});
        AttentionReading cells = new AttentionReading("c", Over.CELLS, 1, new float[] {0, 0, 0, 0, 1});
        assertArrayEquals(new double[] {0.75, 0.25, 0}, one.meanOfHeads(), 1e-12);
        double[] mean = AttentionReading.meanOverSteps(List.of(one, cells, two));
        assertArrayEquals(new double[] {0.375, 0.125, 0.5}, mean, 1e-12);
        assertEquals(2, AttentionReading.largest(mean));
        assertEquals(0, AttentionReading.meanOverSteps(List.of(cells)).length);
    }

    @Test
    void shouldRefuseWeightsThatDoNotDivideAmongTheHeads() {
        assertThrows(IllegalArgumentException.class, () -> new AttentionReading("a", Over.STEPS, 2, new float[3]));
        assertThrows(IllegalArgumentException.class, () -> new AttentionReading("a", Over.STEPS, 2, new float[0]));
    }

    @Test
    void shouldNotChangeWithTheArrayThatItWasMadeOf() {
        float[] weights = {0.5f, 0.5f};
        AttentionReading reading = new AttentionReading("a", Over.STEPS, 1, weights);
        weights[0] = 9;
        assertEquals(0.5f, reading.weight(0, 0));
    }
}
