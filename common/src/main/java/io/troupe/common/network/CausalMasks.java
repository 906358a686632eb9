package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.troupe.common.config.NetworkSettings.Memory.LooksAt;
import java.util.Arrays;

/** Constants of attention, made once for each number of positions: a new array for each call would cost more. */
final class CausalMasks {
    /** exp of it is 0 in float32, and a sum with a score stays finite. */
    static final float FORBIDDEN = -1e9f;

    private static final LastingArrays<Integer, NDArray> MASKS = new LastingArrays<>(
        (manager, count) -> create(manager, count, 1, 1));
    private static final LastingArrays<Integer, NDArray> PAST = new LastingArrays<>(
        (manager, count) -> create(manager, count, 0, 1));
    private static final LastingArrays<Integer, NDArray> BEFORE = new LastingArrays<>(
        (manager, count) -> create(manager, count, 0, 0));
    private static final LastingArrays<Integer, NDArray> HAS_BEFORE = new LastingArrays<>(CausalMasks::createHasBefore);

    private CausalMasks() {
    }

    /**
     * (1, 1, positions, positions): 0 where position i may look at position j ≤ i, or j &lt; i where it looks at the past
     * alone, else so low that no weight is left. The first position, which has no past, looks at itself.
     *
     * @param user what it will be used with, as that of the others
     */
    static NDArray of(int positions, LooksAt looksAt, NDArray user) {
        return switch (looksAt) {
            case PAST_AND_PRESENT -> MASKS.of(positions, user);
            case PAST -> PAST.of(positions, user);
        };
    }

    /** The same for j &lt; i at the first position too: nothing is left to it. To be followed by {@link #hasBefore}. */
    static NDArray before(int positions, NDArray user) {
        return BEFORE.of(positions, user);
    }

    /** (1, 1, positions, 1): 0 for the first position, which has none before it to look at, and 1 for the others. */
    static NDArray hasBefore(int positions, NDArray user) {
        return HAS_BEFORE.of(positions, user);
    }

    private static NDArray createHasBefore(NDManager manager, int positions) {
        float[] values = new float[positions];
        Arrays.fill(values, 1, positions, 1);
        return manager.create(values, new Shape(1, 1, positions, 1));
    }

    /**
     * @param seen  positions after those before i that it may look at
     * @param least positions from the first on that all may look at
     */
    private static NDArray create(NDManager manager, int positions, int seen, int least) {
        float[] values = new float[positions * positions];
        for (int i = 0; i < positions; i++) {
            for (int j = Math.max(i + seen, least); j < positions; j++) {
                values[i * positions + j] = FORBIDDEN;
            }
        }
        return manager.create(values, new Shape(1, 1, positions, positions));
    }
}
