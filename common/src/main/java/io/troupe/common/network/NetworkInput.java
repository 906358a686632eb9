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
 * @param kept         what is known of the positions before the one that is shown; null where there are none, or where
 *                     they are shown
 * @param valued       the positions whose Q-values are wanted; null for all
 */
public record NetworkInput(NDList observations, NDArray state, int rows, int positions, boolean isTraining,
                           KeptContext kept, ValuedPositions valued) {
    /** To act on, or to compare with. */
    public NetworkInput(NDList observations, NDArray state, int rows, int positions) {
        this(observations, state, rows, positions, false, null, null);
    }

    /** One position of each row after others that need not be shown again. */
    static NetworkInput after(KeptContext kept, NDList observations, int rows) {
        return new NetworkInput(observations, null, rows, 1, false, kept, null);
    }

    /** The same, to be learned from. */
    public NetworkInput forTraining() {
        return new NetworkInput(observations, state, rows, positions, true, kept, valued);
    }

    /** The same, of which the Q-values at some positions are wanted. */
    public NetworkInput valuedAt(ValuedPositions wanted) {
        return new NetworkInput(observations, state, rows, positions, isTraining, kept, wanted);
    }
}
