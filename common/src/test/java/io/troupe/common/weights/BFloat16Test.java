package io.troupe.common.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteOrder;
import java.util.SplittableRandom;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BFloat16Test {
    /** Neighbours of 1 are 1/128 apart: what lies in the middle goes to the one whose last bit is 0. */
    @ParameterizedTest
    @CsvSource({"0, 0", "-0.0, -0.0", "1, 1", "1.00390625, 1", "1.0039064, 1.0078125", "1.01171875, 1.015625",
        "-1.00390625, -1", "-1.01171875, -1.015625", "1.0117186, 1.0078125", "255.5, 256",
        "3.3895314E38, 3.3895314E38", "3.4028235E38, Infinity", "-Infinity, -Infinity", "1.4E-45, 0",
        "1.1754944E-38, 1.1754944E-38", "9.1835E-41, 9.1835E-41"})
    void shouldRoundToTheNearestAndTiesToEven(float value, float expected) {
        assertEquals(Float.floatToRawIntBits(expected), Float.floatToRawIntBits(BFloat16.widen(BFloat16.round(value))),
            () -> value + " became " + BFloat16.widen(BFloat16.round(value)));
    }

    @Test
    void shouldKeepEveryNumberOfItsOwnAndEveryNaNOne() {
        for (int bits = 0; bits <= 0xFFFF; bits++) {
            float value = BFloat16.widen((short) bits);
            if (Float.isNaN(value)) {
                assertTrue(Float.isNaN(BFloat16.widen(BFloat16.round(value))));
            } else {
                assertEquals((short) bits, BFloat16.round(value));
            }
        }
        for (int bits : new int[] {0x7F800001, 0x7FFFFFFF, 0xFF800001, 0xFFFFFFFF, 0x7FC00000}) {
            assertTrue(Float.isNaN(BFloat16.widen(BFloat16.round(Float.intBitsToFloat(bits)))));
        }
    }

    @Test
    void shouldBeTheNearerOfBothNeighbours() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 200_000; i++) {
            float value = Float.intBitsToFloat(random.nextInt());
            if (!Float.isFinite(value)) {
                continue;
            }
            // The neighbour towards zero, and the one away from it; beyond the largest that would be 2¹²⁸.
            int lower = Float.floatToRawIntBits(value) & 0xFFFF0000;
            double below = Math.abs((double) Float.intBitsToFloat(lower));
            float next = Math.abs(Float.intBitsToFloat(lower + 0x10000));
            double above = Float.isInfinite(next) ? 0x1p128 : next;
            double rounded = Math.abs((double) BFloat16.widen(BFloat16.round(value)));
            double error = Math.abs((Double.isInfinite(rounded) ? 0x1p128 : rounded) - Math.abs((double) value));
            assertEquals(Math.min(Math.abs(value) - below, above - Math.abs(value)), error, "of " + value);
        }
    }

    @Test
    void aVectorShouldTakeHalfTheBytesAndComeBackRounded() {
        SplittableRandom random = new SplittableRandom(4);
        UnsafeBuffer weights = new UnsafeBuffer(new byte[4 * 1_001]);
        for (int i = 0; i < 1_001; i++) {
            weights.putFloat(4 * i, (float) (random.nextDouble() - 0.5), ByteOrder.LITTLE_ENDIAN);
        }
        UnsafeBuffer sent = new UnsafeBuffer(new byte[WeightsPrecision.BFLOAT16.sizeBytes(weights.capacity())]);
        assertEquals(2 * 1_001, sent.capacity());
        WeightsPrecision.BFLOAT16.write(weights, sent);
        DirectBuffer received = WeightsPrecision.BFLOAT16.read(sent);
        assertEquals(weights.capacity(), received.capacity());
        for (int i = 0; i < 1_001; i++) {
            float value = weights.getFloat(4 * i, ByteOrder.LITTLE_ENDIAN);
            assertEquals(value, received.getFloat(4 * i, ByteOrder.LITTLE_ENDIAN), Math.abs(value) * 0x1p-8);
        }
    }

    @Test
    void float32ShouldBeSentAsItIs() {
        UnsafeBuffer weights = new UnsafeBuffer(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
        UnsafeBuffer sent = new UnsafeBuffer(new byte[WeightsPrecision.FLOAT32.sizeBytes(8)]);
        WeightsPrecision.FLOAT32.write(weights, sent);
        assertEquals(weights, WeightsPrecision.FLOAT32.read(sent));
    }
}
