package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * What keeps a network from looking at one step of each row: the score of that position is so low in every layer and
 * head that no weight is left, and the others share it (leave-one-out erasure, Li et al. 2016). A position before the
 * newest still looks at itself, which nobody sees then; the newest one hidden does not look at itself, and is still
 * what is valued.
 */
final class HiddenSteps {
    private HiddenSteps() {
    }

    /**
     * @param hidden a position for each row
     * @param newest the position that is valued
     * @return FLOAT32 (rows, 1, positions, positions), to be added to scores
     */
    static NDArray of(NDManager call, int[] hidden, int newest, int positions) {
        float[] values = new float[hidden.length * positions * positions];
        for (int row = 0; row < hidden.length; row++) {
            int first = row * positions * positions;
            if (hidden[row] == newest) {
                values[first + newest * positions + newest] = CausalMasks.FORBIDDEN;
            } else {
                for (int looking = hidden[row] + 1; looking < positions; looking++) {
                    values[first + looking * positions + hidden[row]] = CausalMasks.FORBIDDEN;
                }
            }
        }
        return call.create(values, new Shape(hidden.length, 1, positions, positions));
    }
}
