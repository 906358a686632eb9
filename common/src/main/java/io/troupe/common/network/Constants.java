package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * Numbers as arrays that stay. An {@code NDArray.mul(Number)} that gradients go through must not be used in their place:
 * it makes an array of the number, closes it at once, and the engine reads it again in the backward pass, out of memory
 * that Java may have given away by then.
 */
final class Constants {
    private static final LastingArrays<Float, NDArray> NUMBERS = new LastingArrays<>((manager, value) ->
        manager.create(new float[] {value}, new Shape(1)));

    private Constants() {
    }

    /** FLOAT32 (1), to be used with {@code user} */
    static NDArray of(double number, NDArray user) {
        return NUMBERS.of((float) number, user);
    }
}
