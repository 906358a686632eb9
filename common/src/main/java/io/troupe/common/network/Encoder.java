package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/** First part of a network: observations to features. */
interface Encoder {
    int outputSize();

    /**
     * @param observations one array for each observation column, as {@link QNetwork#forward} takes them
     * @return (rows, outputSize)
     */
    NDArray encode(NDList observations, NDArray[] parameters);
}
