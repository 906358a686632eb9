package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import java.util.List;

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

    /** Whether it returns the valued positions alone, where the input tells which they are. */
    default boolean leavesOthersOut() {
        return false;
    }

    /** How much is worth keeping of a position, so that it need not be shown again; null where it has to be. */
    default KeptContext.Size kept() {
        return null;
    }

    /**
     * Each position gets what the memory knows there: of this position and those before it, never of one after it.
     *
     * @param features of the encoder, (rows · positions, size)
     * @param input    what the network was shown: the state before the first position, and observations that a memory may
     *                 want to keep as they are
     */
    Remembered remember(FeatureSequence features, NetworkInput input, NDArray[] parameters);

    /**
     * What came of it.
     *
     * @param features  (rows · positions, outputSize), of all positions, or of the valued ones: {@link #leavesOthersOut}
     * @param state     after the last position, (rows, stateSize); null where there is none
     * @param attention of each layer; empty where the memory does not attend
     * @param context   of each layer; empty where nothing is kept
     */
    record Remembered(FeatureSequence features, NDArray state, List<Attention> attention, List<KeysAndValues> context) {
        Remembered(FeatureSequence features, NDArray state) {
            this(features, state, List.of());
        }

        Remembered(FeatureSequence features, NDArray state, List<Attention> attention) {
            this(features, state, attention, List.of());
        }
    }

    /** No memory: features go through as they are. */
    record None(int outputSize) implements Memory {
        @Override
        public Remembered remember(FeatureSequence features, NetworkInput input, NDArray[] parameters) {
            return new Remembered(features, null);
        }
    }
}
