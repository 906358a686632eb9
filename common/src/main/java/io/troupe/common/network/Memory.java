package io.troupe.common.network;

import ai.djl.ndarray.NDArray;

/** Second part of a network: what it knows of the steps before. */
interface Memory {
    int outputSize();

    /** Floats of the state that is carried from one step to the next; 0 for a memory that looks at the steps again. */
    default int stateSize() {
        return 0;
    }

    /** Steps that have to be shown at once to act, the present one included; 1 for a memory with a state. */
    default int contextLength() {
        return 1;
    }

    /**
     * Each position gets what the memory knows there: of this position and those before it, never of one after it.
     *
     * @param features of the encoder, (rows · positions, size)
     * @param state    before the first position, (rows, stateSize); null where there is no state, or for one of zeros
     */
    Remembered remember(FeatureSequence features, NDArray state, NDArray[] parameters);

    /**
     * What came of it.
     *
     * @param features  (rows · positions, outputSize)
     * @param state     after the last position, (rows, stateSize); null where there is none
     * @param attention of each layer: (rows, heads, positions, positions), each row of it a distribution over the
     *                  positions that were looked at; empty where the memory does not attend
     */
    record Remembered(FeatureSequence features, NDArray state, NDArray[] attention) {
        private static final NDArray[] NO_ATTENTION = {};

        Remembered(FeatureSequence features, NDArray state) {
            this(features, state, NO_ATTENTION);
        }
    }

    /** No memory: features go through as they are. */
    record None(int outputSize) implements Memory {
        @Override
        public Remembered remember(FeatureSequence features, NDArray state, NDArray[] parameters) {
            return new Remembered(features, null);
        }
    }
}
