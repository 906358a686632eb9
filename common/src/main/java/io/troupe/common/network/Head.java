package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** Last part of a network: features to Q-values. */
interface Head {
    /** Steps that have to be shown at once to act, the present one included; 1 for a head that needs the present alone. */
    default int contextLength() {
        return 1;
    }

    /**
     * Each position is valued by its own features and those before it, never by one after it.
     *
     * @param features of the memory
     * @param input    what the network was shown
     */
    Valued value(FeatureSequence features, NetworkInput input, NDArray[] parameters);

    /**
     * What came of it.
     *
     * @param qValues   (rows · positions, actions)
     * @param attention empty where the head does not attend
     */
    record Valued(NDArray qValues, List<Attention> attention) {
        Valued(NDArray qValues) {
            this(qValues, List.of());
        }
    }
}
