package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import io.troupe.common.config.NetworkSettings.Memory.Score;
import java.util.Arrays;
import java.util.List;

/**
 * What queries and keys of d_h numbers are worth to each other, head by head:
 *
 * <pre>
 *   scaled-dot   q·k / √d_h          (Vaswani et al. 2017)
 *   additive     w · tanh(q + k)     (Bahdanau et al. 2015), w of d_h numbers for each head
 *   key          w · k               the plain softmax(W·h): what is looked at does not depend on who looks
 * </pre>
 */
final class AttentionScore {
    private static final int[] LAST = {-1};

    private final Score kind;
    private final int heads;
    private final int headSize;
    private final int vector;

    /** @param name of w (heads × d_h), where the kind has one */
    AttentionScore(ParameterLayout.Builder layout, String name, int heads, int headSize, Score kind) {
        this.kind = kind;
        this.heads = heads;
        this.headSize = headSize;
        vector = kind == Score.SCALED_DOT ? -1
            : layout.add(name, List.of(heads, headSize), 0, 1 / Math.sqrt(headSize));
    }

    /**
     * Every query with every key.
     *
     * @param queries (rows, heads, looking, d_h)
     * @param keys    (rows, heads, attended, d_h)
     * @return (rows, heads, looking, attended), or with 1 in the place of looking where who looks does not matter
     */
    NDArray ofAll(NDArray queries, NDArray keys, NDArray[] parameters) {
        return switch (kind) {
            case SCALED_DOT -> queries.mul(scale(queries)).matMul(keys.transpose(0, 1, 3, 2));
            case ADDITIVE -> weighted(queries.expandDims(3).add(keys.expandDims(2)).tanh(), parameters);
            case KEY -> weighted(keys, parameters).expandDims(2);
        };
    }

    /**
     * Each query with the one key in its place.
     *
     * @param queries (rows, heads, looking, d_h)
     * @param keys    of the same shape
     * @return (rows, heads, looking, 1)
     */
    NDArray ofEach(NDArray queries, NDArray keys, NDArray[] parameters) {
        NDArray scores = switch (kind) {
            case SCALED_DOT -> queries.mul(keys).sum(LAST).mul(scale(queries));
            case ADDITIVE -> weighted(queries.add(keys).tanh(), parameters);
            case KEY -> weighted(keys, parameters);
        };
        return scores.expandDims(3);
    }

    private NDArray scale(NDArray user) {
        return Constants.of(1 / Math.sqrt(headSize), user);
    }

    /** w · x over the last of the dimensions (rows, heads, …, d_h). */
    private NDArray weighted(NDArray x, NDArray[] parameters) {
        long[] shape = new long[x.getShape().dimension()];
        Arrays.fill(shape, 1);
        shape[1] = heads;
        shape[shape.length - 1] = headSize;
        NDArray vectors = parameters[vector].reshape(shape);
        vectors.attach(x.getManager());
        return x.mul(vectors).sum(LAST);
    }
}
