package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.core.Linear;
import io.troupe.common.config.NetworkSettings;
import io.troupe.common.config.NetworkSettings.Memory.Score;
import java.util.List;

/**
 * Soft attention over the cells v_1 … v_L of a feature map of C channels, with H heads of C/H numbers each:
 *
 * <pre>
 *   q = W_q mean(v) + b_q        k_i = W_k v_i + b_k
 *   a_i = softmax_i(score(q, k_i))                              for each head, with its numbers of q and k
 *   z = Σ_i a_i v_i              of head 0, of head 1, …        C numbers each
 *
 *   additive     w · tanh(q + k)     (DARQN, Sorokin et al. 2015, section 3; there q is made of the LSTM's last output)
 *   scaled-dot   q·k / √(C/H)
 *   key          w · k               no query
 * </pre>
 */
final class CellAttention {
    private static final int[] LAST = {-1};

    /**
     * @param sums    z of all heads, (images, H · C)
     * @param weights a, (images, H, cells)
     */
    record Attended(NDArray sums, NDArray weights) {
    }

    private final int channels;
    private final int heads;
    private final Score score;
    private final int query;
    private final int key;
    private final int scoreVector;

    CellAttention(ParameterLayout.Builder layout, String name, int channels, NetworkSettings.CellAttention settings) {
        this.channels = channels;
        heads = settings.heads();
        score = settings.score();
        int headSize = channels / heads;
        query = score == Score.KEY ? -1 : layout.addLinear(name + ".query", channels, channels);
        key = layout.addLinear(name + ".key", channels, channels);
        scoreVector = score == Score.SCALED_DOT ? -1
            : layout.add(name + ".score", List.of(heads, headSize), 0, 1 / Math.sqrt(headSize));
    }

    int heads() {
        return heads;
    }

    int outputSize() {
        return Math.multiplyExact(heads, channels);
    }

    /** @param map (images, channels, height, width) */
    Attended apply(NDArray map, NDArray[] parameters) {
        long images = map.getShape().get(0);
        NDArray cells = map.reshape(images, channels, -1).transpose(0, 2, 1);
        NDArray keys = linear(cells, key, parameters).reshape(images, -1, heads, channels / heads);
        NDArray weights = scores(cells, keys, parameters).transpose(0, 2, 1).softmax(-1);
        NDArray sums = weights.matMul(cells).reshape(images, (long) heads * channels);
        return new Attended(sums, weights);
    }

    /** (images, cells, heads). */
    private NDArray scores(NDArray cells, NDArray keys, NDArray[] parameters) {
        int headSize = channels / heads;
        return switch (score) {
            case ADDITIVE -> weighed(keys.add(queries(cells, parameters)).tanh(), parameters);
            case SCALED_DOT -> keys.mul(queries(cells, parameters)).sum(LAST).mul(1 / Math.sqrt(headSize));
            case KEY -> weighed(keys, parameters);
        };
    }

    /** (images, 1, heads, C/H). */
    private NDArray queries(NDArray cells, NDArray[] parameters) {
        return linear(cells.mean(new int[] {1}), query, parameters).reshape(-1, 1, heads, channels / heads);
    }

    private NDArray weighed(NDArray x, NDArray[] parameters) {
        return x.mul(parameters[scoreVector].reshape(1, 1, heads, channels / heads)).sum(LAST);
    }

    private static NDArray linear(NDArray x, int weight, NDArray[] parameters) {
        return Linear.linear(x, parameters[weight], parameters[weight + 1]).get(0);
    }
}
