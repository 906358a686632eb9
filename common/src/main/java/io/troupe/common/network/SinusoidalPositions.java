package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/** sin(p / 10000^(2i/d)) at 2i and cos of the same at 2i + 1 (Vaswani et al. 2017, section 3.5). */
final class SinusoidalPositions {
    private static final LastingArrays<Long, NDArray> TABLES = new LastingArrays<>((manager, key) ->
        create(manager, (int) (key >> 32), key.intValue()));

    private SinusoidalPositions() {
    }

    /** (positions, size), to be used with {@code user} */
    static NDArray of(int positions, int size, NDArray user) {
        return TABLES.of((long) positions << 32 | size, user);
    }

    private static NDArray create(NDManager manager, int positions, int size) {
        float[] values = new float[positions * size];
        for (int position = 0; position < positions; position++) {
            for (int i = 0; i < size; i++) {
                double angle = position / Math.pow(10_000, (double) (i & ~1) / size);
                values[position * size + i] = (float) ((i & 1) == 0 ? Math.sin(angle) : Math.cos(angle));
            }
        }
        return manager.create(values, new Shape(positions, size));
    }
}
