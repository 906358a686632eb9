package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.troupe.common.config.NetworkSettings.Memory.Score;
import java.util.List;

/**
 * Causal multi-head self-attention (Vaswani et al. 2017). Names and shapes are those of PyTorch's
 * {@code MultiheadAttention}: {@code in_proj_weight} (3d × d; queries, keys, values in this order), {@code in_proj_bias},
 * {@code out_proj.weight}, {@code out_proj.bias}.
 *
 * <pre>
 *   a_ij = softmax_{j ≤ i}(score(q_i, k_j))            out_i = W_o [Σ_j a_ij v_j of every head] + b_o
 *
 *   scaled-dot   q·k / √d_h
 *   additive     w · tanh(q + k)     (Bahdanau et al. 2015), w of d_h numbers for each head
 *   key          w · k               the plain softmax(W·h): what is looked at does not depend on who looks
 * </pre>
 */
final class MultiHeadAttention {
    private static final int[] LAST = {-1};

    /** @param weights (rows, heads, positions, positions) */
    record Attended(NDArray output, NDArray weights) {
    }

    private final int size;
    private final int heads;
    private final Score score;
    private final int inProjection;
    private final int outProjection;
    private final int scoreVector;

    MultiHeadAttention(ParameterLayout.Builder layout, String name, int size, int heads, Score score) {
        this.size = size;
        this.heads = heads;
        this.score = score;
        // Xavier-uniform, as PyTorch's: fan-in d, fan-out 3d.
        inProjection = layout.add(name + ".in_proj_weight", List.of(3 * size, size), 0, Math.sqrt(6.0 / (4 * size)));
        layout.add(name + ".in_proj_bias", List.of(3 * size), 0, 0);
        outProjection = layout.addLinear(name + ".out_proj", size, size);
        int headSize = size / heads;
        scoreVector = score == Score.SCALED_DOT ? -1
            : layout.add(name + ".score", List.of(heads, headSize), 0, 1 / Math.sqrt(headSize));
    }

    /** @param x (rows · positions, size) */
    Attended apply(FeatureSequence x, NDArray[] parameters) {
        int rows = x.rows();
        int positions = x.positions();
        int headSize = size / heads;
        NDArray projected = Affine.apply(x.values(), parameters[inProjection], parameters[inProjection + 1])
            .reshape(rows, positions, 3, heads, headSize).transpose(2, 0, 3, 1, 4);
        // In one call, whose backward pass is one concatenation.
        NDList parts = JniUtils.split((PtNDArray) projected, 1, 0);
        NDArray queries = parts.get(0).squeeze(0);
        NDArray keys = parts.get(1).squeeze(0);
        NDArray values = parts.get(2).squeeze(0);
        NDArray weights = scores(queries, keys, parameters).add(CausalMasks.of(positions)).softmax(-1);
        NDArray joined = weights.matMul(values).transpose(0, 2, 1, 3).reshape((long) rows * positions, size);
        NDArray output = Affine.apply(joined, parameters[outProjection], parameters[outProjection + 1]);
        return new Attended(output, weights);
    }

    /** (rows, heads, positions, positions), or with one row of queries for all where who looks does not matter. */
    private NDArray scores(NDArray queries, NDArray keys, NDArray[] parameters) {
        long headSize = size / heads;
        return switch (score) {
            case SCALED_DOT -> queries.mul(1 / Math.sqrt(headSize)).matMul(keys.transpose(0, 1, 3, 2));
            case ADDITIVE -> queries.expandDims(3).add(keys.expandDims(2)).tanh()
                .mul(parameters[scoreVector].reshape(1, heads, 1, 1, headSize)).sum(LAST);
            case KEY -> keys.mul(parameters[scoreVector].reshape(1, heads, 1, headSize)).sum(LAST).expandDims(2);
        };
    }
}
