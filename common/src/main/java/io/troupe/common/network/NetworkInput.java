package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * What a network is shown: sequences of consecutive observations. All intermediate arrays belong to the observations'
 * manager, so it should be the step's own.
 *
 * @param observations one array for each observation column of the schema, the positions of a row after each other:
 *                     FLOAT32 (rows · positions, elements), UINT8 (rows · positions, elements), bits packed as they are
 *                     stored: UINT8 (rows · positions, bytes)
 * @param state        before the first position, FLOAT32 (rows, stateSize); null for one of zeros, or where there is none
 * @param isTraining   whether this pass is learned from: only then do parts with dropout drop anything
 */
public record NetworkInput(NDList observations, NDArray state, int rows, int positions, boolean isTraining) {
    /** To act on, or to compare with. */
    public NetworkInput(NDList observations, NDArray state, int rows, int positions) {
        this(observations, state, rows, positions, false);
    }

    /** The same, to be learned from. */
    public NetworkInput forTraining() {
        return new NetworkInput(observations, state, rows, positions, true);
    }
}
