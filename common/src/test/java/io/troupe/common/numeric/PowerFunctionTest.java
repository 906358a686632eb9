package io.troupe.common.numeric;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PowerFunctionTest {
    @ParameterizedTest
    @ValueSource(doubles = {-2, -1, -0.4, 0, 0.1, 0.4, 0.6, 0.9, 1, 2})
    void shouldEqualTheLibrarysPower(double exponent) {
        PowerFunction power = new PowerFunction(exponent);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 200_000; i++) {
            // Numbers of all sizes, and both ends of the steps of the table.
            double x = Math.scalb(1 + (random.nextInt(257) - (i & 1) * 0x1p-44) / 256, random.nextInt(-150, 127));
            x = i % 4 < 2 ? x : Math.exp(random.nextDouble(-80, 80));
            double expected = Math.pow(x, exponent);
            assertEquals(expected, power.of(x), 1e-14 * expected, () -> "exponent " + exponent);
        }
    }

    @Test
    void shouldBeExactForWholeNumbersAndTheExponent1() {
        PowerFunction power = new PowerFunction(1);
        for (int x = 1; x <= 512; x++) {
            assertEquals(x, power.of(x), 0.0);
        }
    }

    @Test
    void shouldGiveWhatTheLibraryGivesForNumbersOutOfTheTable() {
        PowerFunction power = new PowerFunction(0.6);
        for (double x : new double[] {0, -0.0, -3, Double.NaN, Double.POSITIVE_INFINITY, Double.MIN_VALUE,
            Double.MAX_VALUE, 1e-300}) {
            assertEquals(Math.pow(x, 0.6), power.of(x));
        }
    }
}
