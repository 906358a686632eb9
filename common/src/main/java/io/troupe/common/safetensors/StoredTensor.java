package io.troupe.common.safetensors;

import io.troupe.common.weights.BFloat16;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A tensor as it lies in a safetensors file.
 *
 * @param type  as safetensors names it: F32, BF16, I8, or another
 * @param bytes row-major, little-endian
 */
public record StoredTensor(String name, String type, List<Integer> shape, ByteBuffer bytes) {
    public StoredTensor {
        shape = List.copyOf(shape);
    }

    public static StoredTensor float32(String name, List<Integer> shape, float[] values) {
        ByteBuffer bytes = room(values.length * Float.BYTES);
        bytes.asFloatBuffer().put(values);
        return new StoredTensor(name, "F32", shape, bytes);
    }

    /** Each number rounded to the nearest. */
    public static StoredTensor bfloat16(String name, List<Integer> shape, float[] values) {
        ByteBuffer bytes = room(values.length * BFloat16.BYTES);
        for (int i = 0; i < values.length; i++) {
            bytes.putShort(i * BFloat16.BYTES, BFloat16.round(values[i]));
        }
        return new StoredTensor(name, "BF16", shape, bytes);
    }

    /** To be read with the tensor {@code name.scale}. */
    public static StoredTensor int8(String name, List<Integer> shape, byte[] values) {
        return new StoredTensor(name, "I8", shape, ByteBuffer.wrap(values).order(ByteOrder.LITTLE_ENDIAN));
    }

    private static ByteBuffer room(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
