package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import io.troupe.common.config.NetworkSettings.Memory;
import io.troupe.common.config.NetworkSettings.Memory.LooksAt;
import java.util.List;

/**
 * Causal multi-head self-attention (Vaswani et al. 2017). Names and shapes are those of PyTorch's
 * {@code MultiheadAttention}: {@code in_proj_weight} (3d × d; queries, keys, values in this order), {@code in_proj_bias},
 * {@code out_proj.weight}, {@code out_proj.bias}.
 *
 * <pre>
 *   a_ij = softmax_{j ≤ i}(score(q_i, k_j))            out_i = W_o [Σ_j a_ij v_j of every head] + b_o
 * </pre>
 *
 * or over j &lt; i, and the first position with itself, where it looks at the past alone.
 */
final class MultiHeadAttention implements SelfAttention {
    private static final int PARTS = 3;

    private final String layer;
    private final int index;
    private final int size;
    private final HeadProjection inProjection;
    private final int outProjection;
    private final AttentionScore score;
    private final Dropout dropout;
    private final LooksAt looksAt;

    /**
     * @param layer whose attention it is
     * @param index of the layer among those of a kept context
     */
    MultiHeadAttention(ParameterLayout.Builder layout, String layer, int index, Memory settings) {
        this.layer = layer;
        this.index = index;
        size = settings.units();
        int heads = settings.attention().heads();
        String name = layer + ".self_attn";
        inProjection = new HeadProjection(layout, name + ".in_proj", size, size, heads, PARTS);
        outProjection = layout.addLinear(name + ".out_proj", size, size);
        score = new AttentionScore(layout, name + ".score", heads, size / heads, settings.attention().score());
        dropout = new Dropout(settings.attention().dropout());
        looksAt = settings.attention().looksAt();
    }

    @Override
    public Attended apply(FeatureSequence x, ValuedPositions valued, NetworkInput shown, NDArray[] parameters) {
        if (valued != null) {
            return ofValued(x, valued, shown, parameters);
        }
        NDArray[] projected = inProjection.apply(x, parameters);
        KeysAndValues made = new KeysAndValues(projected[1], projected[2]);
        KeysAndValues seen = shown.kept() == null ? made : made.after(shown.kept().layers()[index]);
        NDArray scores = score.ofAll(projected[0], seen.keys(), parameters);
        NDArray weights = shown.kept() == null ? x.attend(scores, looksAt)
            : scores.add(shown.kept().mask()).softmax(-1);
        return new Attended(output(weights, seen.values(), shown, parameters),
            List.of(new Attention(layer, Attention.Over.STEPS, weights)), made);
    }

    /** The same for the positions that are valued: all have keys and values, and these alone have queries. */
    private Attended ofValued(FeatureSequence x, ValuedPositions valued, NetworkInput shown, NDArray[] parameters) {
        NDArray queries = inProjection.apply(valued.of(x), 0, 1, parameters)[0];
        NDArray[] keysAndValues = inProjection.apply(x, 1, 2, parameters);
        NDArray scores = score.ofAll(queries, keysAndValues[0], parameters);
        NDArray weights = scores.add(valued.linesOf(CausalMasks.of(x.positions(), looksAt, scores))).softmax(-1);
        return new Attended(output(weights, keysAndValues[1], shown, parameters),
            List.of(new Attention(layer, Attention.Over.STEPS, weights)), null);
    }

    /** @param weights (rows, heads, looking, attended) */
    private NDArray output(NDArray weights, NDArray values, NetworkInput shown, NDArray[] parameters) {
        NDArray sums = dropout.apply(weights, shown).matMul(values).transpose(0, 2, 1, 3);
        NDArray joined = sums.reshape(sums.getShape().get(0) * sums.getShape().get(1), size);
        return Affine.apply(joined, parameters[outProjection], parameters[outProjection + 1]);
    }
}
