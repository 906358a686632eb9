package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.concurrent.ConcurrentHashMap;

/** Constants of attention, made once for each number of positions: a new array for each call would cost more. */
final class CausalMasks {
    private static final NDManager MANAGER = EngineSetup.newManager();
    private static final ConcurrentHashMap<Integer, NDArray> MASKS = new ConcurrentHashMap<>();
    /** exp of it is 0 in float32, and a sum with a score stays finite. */
    static final float FORBIDDEN = -1e9f;

    private CausalMasks() {
    }

    /** (1, 1, positions, positions): 0 where position i may look at position j ≤ i, else so low that no weight is left. */
    static NDArray of(int positions) {
        return MASKS.computeIfAbsent(positions, CausalMasks::create);
    }

    private static NDArray create(int positions) {
        float[] values = new float[positions * positions];
        for (int i = 0; i < positions; i++) {
            for (int j = i + 1; j < positions; j++) {
                values[i * positions + j] = FORBIDDEN;
            }
        }
        return MANAGER.create(values, new Shape(1, 1, positions, positions));
    }
}
