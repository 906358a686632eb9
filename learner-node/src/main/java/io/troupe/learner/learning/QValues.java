package io.troupe.learner.learning;

import ai.djl.ndarray.NDArray;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.agrona.BufferUtil;

/** Q-values, or their gradient, on their way between the engine and plain Java. */
final class QValues {
    private static final int ALIGNMENT = 64;

    final float[] values;
    private final ByteBuffer bytes;
    private final FloatBuffer floats;

    QValues(int size) {
        values = new float[size];
        bytes = BufferUtil.allocateDirectAligned(size * Float.BYTES, ALIGNMENT).order(ByteOrder.nativeOrder());
        floats = bytes.asFloatBuffer();
    }

    /** Copies an array of as many numbers. */
    void read(NDArray array) {
        array.toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer().get(values);
    }

    /** The values in direct memory, for an array over it. */
    ByteBuffer bytes() {
        floats.put(0, values);
        return bytes;
    }
}
