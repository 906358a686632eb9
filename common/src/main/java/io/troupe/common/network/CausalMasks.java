package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.troupe.common.config.NetworkSettings.Memory.LooksAt;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;

/** Constants of attention, made once for each number of positions: a new array for each call would cost more. */
final class CausalMasks {
    /** exp of it is 0 in float32, and a sum with a score stays finite. */
    static final float FORBIDDEN = -1e9f;

    private static final NDManager MANAGER = EngineSetup.newManager();
    private static final ConcurrentHashMap<Integer, NDArray> MASKS = new ConcurrentHashMap<>();
    private static final ConcurrentHashMap<Integer, NDArray> PAST = new ConcurrentHashMap<>();
    private static final ConcurrentHashMap<Integer, NDArray> BEFORE = new ConcurrentHashMap<>();
    private static final ConcurrentHashMap<Integer, NDArray> HAS_BEFORE = new ConcurrentHashMap<>();

    private CausalMasks() {
    }

    /**
     * (1, 1, positions, positions): 0 where position i may look at position j ≤ i, or j &lt; i where it looks at the past
     * alone, else so low that no weight is left. The first position, which has no past, looks at itself.
     */
    static NDArray of(int positions, LooksAt looksAt) {
        return switch (looksAt) {
            case PAST_AND_PRESENT -> MASKS.computeIfAbsent(positions, count -> create(count, 1, 1));
            case PAST -> PAST.computeIfAbsent(positions, count -> create(count, 0, 1));
        };
    }

    /** The same for j &lt; i at the first position too: nothing is left to it. To be followed by {@link #hasBefore}. */
    static NDArray before(int positions) {
        return BEFORE.computeIfAbsent(positions, count -> create(count, 0, 0));
    }

    /** (1, 1, positions, 1): 0 for the first position, which has none before it to look at, and 1 for the others. */
    static NDArray hasBefore(int positions) {
        return HAS_BEFORE.computeIfAbsent(positions, count -> {
            float[] values = new float[count];
            Arrays.fill(values, 1, count, 1);
            return MANAGER.create(values, new Shape(1, 1, count, 1));
        });
    }

    /**
     * @param seen  positions after those before i that it may look at
     * @param least positions from the first on that all may look at
     */
    private static NDArray create(int positions, int seen, int least) {
        float[] values = new float[positions * positions];
        for (int i = 0; i < positions; i++) {
            for (int j = Math.max(i + seen, least); j < positions; j++) {
                values[i * positions + j] = FORBIDDEN;
            }
        }
        return MANAGER.create(values, new Shape(1, 1, positions, positions));
    }
}
