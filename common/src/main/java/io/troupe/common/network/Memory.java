package io.troupe.common.network;

import ai.djl.ndarray.NDArray;

/** Second part of a network: what it knows of the steps before. */
interface Memory {
    int outputSize();

    /** (rows, features of the encoder) to (rows, outputSize). */
    NDArray remember(NDArray features, NDArray[] parameters);

    /** No memory: features go through as they are. */
    record None(int outputSize) implements Memory {
        @Override
        public NDArray remember(NDArray features, NDArray[] parameters) {
            return features;
        }
    }
}
