package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/**
 * What a layer's attention made of some positions: all that later positions want to know of them.
 *
 * @param keys   FLOAT32 (rows, heads, positions, headSize)
 * @param values the same
 */
record KeysAndValues(NDArray keys, NDArray values) {
    /** These behind others that {@link #sideBySide} gave. */
    KeysAndValues after(NDArray others) {
        return of(JniUtils.cat(new PtNDArray[] {(PtNDArray) others, (PtNDArray) sideBySide()}, 2));
    }

    private static KeysAndValues of(NDArray sideBySide) {
        long headSize = sideBySide.getShape().get(3) / 2;
        PtNDArray both = (PtNDArray) sideBySide;
        return new KeysAndValues(JniUtils.slice(both, 3, 0, headSize, 1),
            JniUtils.slice(both, 3, headSize, 2 * headSize, 1));
    }

    /** Each position's key and then its value, in memory of their own: (rows, heads, positions, 2 · headSize). */
    NDArray sideBySide() {
        return JniUtils.cat(new PtNDArray[] {(PtNDArray) keys, (PtNDArray) values}, 3);
    }
}
