package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** The attention of a layer: each position looks at those before it, and at itself. */
interface SelfAttention {
    /**
     * @param x      (rows · positions, size)
     * @param valued the only positions that look; null for all
     */
    Attended apply(FeatureSequence x, ValuedPositions valued, NetworkInput shown, NDArray[] parameters);

    /**
     * What came of it.
     *
     * @param output (rows · positions, size), of those that look
     * @param made   keys and values of the positions that were given; null where they are not worth keeping
     */
    record Attended(NDArray output, List<Attention> attention, KeysAndValues made) {
    }
}
