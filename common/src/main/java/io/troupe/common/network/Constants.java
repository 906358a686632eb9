package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Numbers as arrays that stay. An {@code NDArray.mul(Number)} that gradients go through must not be used in their place:
 * it makes an array of the number, closes it at once, and the engine reads it again in the backward pass, out of memory
 * that Java may have given away by then.
 */
final class Constants {
    private static final NDManager MANAGER = EngineSetup.newManager();
    private static final ConcurrentHashMap<Float, NDArray> NUMBERS = new ConcurrentHashMap<>();

    private Constants() {
    }

    /** FLOAT32 (1) */
    static NDArray of(double number) {
        return NUMBERS.computeIfAbsent((float) number, value -> MANAGER.create(new float[] {value}, new Shape(1)));
    }
}
