package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/**
 * Sets each number to 0 with probability {@code rate} and divides the others by 1 − rate (Srivastava et al. 2014), in a
 * pass that is learned from; in any other all stays as it is.
 */
record Dropout(double rate) {
    NDArray apply(NDArray x, NetworkInput shown) {
        return rate > 0 && shown.isTraining() ? JniUtils.dropout((PtNDArray) x, rate, true) : x;
    }
}
