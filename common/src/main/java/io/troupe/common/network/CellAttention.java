package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.core.Linear;
import io.troupe.common.config.NetworkSettings;
import io.troupe.common.config.NetworkSettings.Memory.Score;

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
    private static final int NO_QUERY = -1;

    /**
     * @param sums    z of all heads, (images, H · C)
     * @param weights a, (images, H, cells)
     */
    record Attended(NDArray sums, NDArray weights) {
    }

    private final int channels;
    private final int heads;
    private final AttentionScore score;
    private final int query;
    private final int key;

    CellAttention(ParameterLayout.Builder layout, String name, int channels, NetworkSettings.CellAttention settings) {
        this.channels = channels;
        heads = settings.heads();
        query = settings.score() == Score.KEY ? NO_QUERY : layout.addLinear(name + ".query", channels, channels);
        key = layout.addLinear(name + ".key", channels, channels);
        score = new AttentionScore(layout, name + ".score", heads, channels / heads, settings.score());
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
        NDArray queries = query == NO_QUERY ? null : byHead(linear(cells.mean(new int[] {1}), query, parameters), images);
        NDArray weights = score.ofAll(queries, byHead(linear(cells, key, parameters), images), parameters).softmax(-1)
            .reshape(images, heads, -1);
        NDArray sums = weights.matMul(cells).reshape(images, (long) heads * channels);
        return new Attended(sums, weights);
    }

    /** (images, heads, cells, C/H). */
    private NDArray byHead(NDArray x, long images) {
        return x.reshape(images, -1, heads, channels / heads).transpose(0, 2, 1, 3);
    }

    private static NDArray linear(NDArray x, int weight, NDArray[] parameters) {
        return Linear.linear(x, parameters[weight], parameters[weight + 1]).get(0);
    }
}
