package io.troupe.common.weights;

import io.troupe.proto.WeightsFormat;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** What parameters are sent to the actors as. Whoever has them computes with float32. */
public enum WeightsPrecision {
    FLOAT32(Float.BYTES, WeightsFormat.FLOAT32_WEIGHTS),
    /** Half the bytes. Each parameter is rounded to 8 bits of precision, and is off by at most 2⁻⁸ of itself. */
    BFLOAT16(BFloat16.BYTES, WeightsFormat.BFLOAT16_WEIGHTS);

    private final int bytes;
    private final WeightsFormat format;

    WeightsPrecision(int bytes, WeightsFormat format) {
        this.bytes = bytes;
        this.format = format;
    }

    /** @return null where the format is of a later version than this */
    public static WeightsPrecision of(WeightsFormat format) {
        for (WeightsPrecision precision : values()) {
            if (precision.format == format) {
                return precision;
            }
        }
        return null;
    }

    /** What a notice says of it. */
    public WeightsFormat format() {
        return format;
    }

    /** Bytes that parameters take which are so many as float32. */
    public int sizeBytes(int float32Bytes) {
        return float32Bytes / Float.BYTES * bytes;
    }

    /** Writes float32 parameters into {@code target}, from its beginning. */
    public void write(DirectBuffer float32, MutableDirectBuffer target) {
        switch (this) {
            case FLOAT32 -> target.putBytes(0, float32, 0, float32.capacity());
            case BFLOAT16 -> BFloat16.round(float32, target, float32.capacity() / Float.BYTES);
            default -> throw new AssertionError(this);
        }
    }

    /** The parameters as float32: what was written itself, or a copy. */
    public DirectBuffer read(DirectBuffer written) {
        return switch (this) {
            case FLOAT32 -> written;
            case BFLOAT16 -> {
                int count = written.capacity() / bytes;
                UnsafeBuffer float32 = new UnsafeBuffer(new byte[count * Float.BYTES]);
                BFloat16.widen(written, float32, count);
                yield float32;
            }
        };
    }
}
