package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.troupe.common.config.NetworkSettings.Memory.LooksAt;

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

    /**
     * The softmax of scores over steps, each position's over what it looks at of itself and those before it.
     *
     * @param scores (rows, heads, positions or 1, positions)
     */
    NDArray attend(NDArray scores, LooksAt looksAt) {
        return attend(scores, CausalMasks.of(positions, looksAt, scores));
    }

    /** The same where no position looks at itself, the first one neither. */
    NDArray attendBefore(NDArray scores) {
        return attend(scores, CausalMasks.before(positions, scores));
    }

    private NDArray attend(NDArray scores, NDArray causal) {
        if (hidden == null) {
            return scores.add(causal).softmax(-1);
        }
        NDArray mask = hidden.add(causal);
        // Where all is hidden the softmax is even, and nothing is to be looked at.
        NDArray isSeen = mask.gt(CausalMasks.FORBIDDEN / 2).toType(DataType.FLOAT32, false);
        return scores.add(mask).softmax(-1).mul(isSeen);
    }
}
