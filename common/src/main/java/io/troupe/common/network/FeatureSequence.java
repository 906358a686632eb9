package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * Features of consecutive steps: {@code rows} sequences of {@code positions} steps each, one after the other.
 *
 * @param values FLOAT32 (rows · positions, size)
 */
record FeatureSequence(NDArray values, int rows, int positions) {
    int size() {
        return (int) values.getShape().get(1);
    }

    /** (rows, positions, size), of the same memory. */
    NDArray bySequence() {
        return values.reshape(rows, positions, size());
    }

    /** The same sequences with other features, of any shape that holds (rows, positions, size). */
    FeatureSequence with(NDArray newValues, int size) {
        return new FeatureSequence(newValues.reshape(new Shape((long) rows * positions, size)), rows, positions);
    }
}
