package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** First part of a network: observations to features. */
interface Encoder {
    int outputSize();

    Encoded encode(NetworkInput input, NDArray[] parameters);

    /**
     * What came of it.
     *
     * @param features  (rows · positions, outputSize)
     * @param attention empty where the encoder does not attend
     */
    record Encoded(NDArray features, List<Attention> attention) {
        Encoded(NDArray features) {
            this(features, List.of());
        }
    }
}
