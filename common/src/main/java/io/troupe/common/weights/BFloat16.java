package io.troupe.common.weights;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The bfloat16 format: the upper half of a float32, with its sign and range and 8 of its 24 bits of precision. A normal
 * number is rounded by at most 2⁻⁸ of itself.
 */
public final class BFloat16 {
    public static final int BYTES = Short.BYTES;

    private BFloat16() {
    }

    /** The nearest one, of two equally near ones the even; NaN stays NaN, what is beyond the largest is infinite. */
    public static short round(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) (bits >>> 16 | 0x40); // a NaN of lower bits alone would become an infinity
        }
        return (short) (bits + 0x7FFF + (bits >>> 16 & 1) >>> 16);
    }

    public static float widen(short value) {
        return Float.intBitsToFloat(value << 16);
    }

    /** Rounds {@code count} numbers from their float32 in {@code source}; both little-endian, from their beginning. */
    public static void round(DirectBuffer source, MutableDirectBuffer target, int count) {
        for (int i = 0; i < count; i++) {
            target.putShort(i * BYTES, round(source.getFloat(i * Float.BYTES, ByteOrder.LITTLE_ENDIAN)),
                ByteOrder.LITTLE_ENDIAN);
        }
    }

    /** The other way round. */
    public static void widen(DirectBuffer source, MutableDirectBuffer target, int count) {
        for (int i = 0; i < count; i++) {
            target.putFloat(i * Float.BYTES, widen(source.getShort(i * BYTES, ByteOrder.LITTLE_ENDIAN)),
                ByteOrder.LITTLE_ENDIAN);
        }
    }
}
