package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * Features of consecutive steps: {@code rows} sequences of {@code positions} steps each, one after the other.
 *
 * @param values FLOAT32 (rows · positions, size)
 * @param hidden what attention over steps may not look at, beside the future: {@link HiddenSteps}; null for nothing
 */
record FeatureSequence(NDArray values, int rows, int positions, NDArray hidden) {
    FeatureSequence(NDArray values, int rows, int positions) {
        this(values, rows, positions, null);
    }

    int size() {
        return (int) values.getShape().get(1);
    }

    /** (rows, positions, size), of the same memory. */
    NDArray bySequence() {
        return values.reshape(rows, positions, size());
    }

    /** The same sequences with other features, of any shape that holds (rows, positions, size). */
    FeatureSequence with(NDArray newValues, int size) {
        NDArray shaped = newValues.reshape(new Shape((long) rows * positions, size));
        return new FeatureSequence(shaped, rows, positions, hidden);
    }

    /** What attention over steps adds to its scores: (1 or rows, 1, positions, positions). */
    NDArray mask() {
        return with(CausalMasks.of(positions));
    }

    /** The same where a position does not look at itself. */
    NDArray maskBefore() {
        return with(CausalMasks.before(positions));
    }

    private NDArray with(NDArray causal) {
        return hidden == null ? causal : hidden.add(causal);
    }
}
