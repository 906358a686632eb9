package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import io.troupe.common.config.NetworkSettings.Memory;
import io.troupe.common.config.NetworkSettings.Memory.Gate;
import io.troupe.common.config.NetworkSettings.Memory.Kind;
import io.troupe.common.config.NetworkSettings.Memory.Norm;
import java.util.List;

/**
 * One layer of a transformer: attention, then a feed-forward part, each joined to what came in, with dropout on what is
 * joined.
 *
 * <pre>
 *   pre    x ← join(x, attention(norm(x)))     x ← join(x, feedForward(norm(x)))      (GTrXL's order)
 *   post   x ← norm(join(x, attention(x)))     x ← norm(join(x, feedForward(x)))      (Vaswani et al. 2017)
 *
 *   join(x, y) = x + y, or the GTrXL gate of x and ReLU(y)
 *   feedForward(x) = W_2 ReLU(W_1 x + b_1) + b_2
 * </pre>
 */
final class TransformerLayer {
    private final boolean isPreNorm;
    private final LayerNormalisation attentionNorm;
    private final SelfAttention attention;
    private final GruGate attentionGate;
    private final LayerNormalisation feedForwardNorm;
    private final DenseStack feedForward;
    private final GruGate feedForwardGate;
    private final Dropout dropout;

    TransformerLayer(ParameterLayout.Builder layout, int index, Memory settings) {
        String name = "memory.layers." + index;
        int size = settings.units();
        isPreNorm = settings.layers().norm() == Norm.PRE;
        boolean isGated = settings.layers().gate() == Gate.GRU;
        attentionNorm = new LayerNormalisation(layout, name + ".norm1", size);
        attention = settings.kind() == Kind.HIERARCHICAL ? new ChunkAttention(layout, name, settings)
            : new MultiHeadAttention(layout, name, index, settings);
        attentionGate = isGated ? new GruGate(layout, name + ".gate1", size) : null;
        feedForwardNorm = new LayerNormalisation(layout, name + ".norm2", size);
        feedForward = new DenseStack(layout, name + ".feed_forward", size,
            List.of(settings.layers().feedForwardUnits(), size), false);
        dropout = new Dropout(settings.attention().dropout());
        feedForwardGate = isGated ? new GruGate(layout, name + ".gate2", size) : null;
    }

    /**
     * What its attention looked at comes with the new features.
     *
     * @param valued the only positions that come out; null for all
     */
    SelfAttention.Attended apply(FeatureSequence sequence, ValuedPositions valued, NetworkInput shown,
                                 NDArray[] parameters) {
        int size = sequence.size();
        NDArray x = sequence.values();
        NDArray attendedTo = isPreNorm ? attentionNorm.apply(x, parameters) : x;
        SelfAttention.Attended attended = attention.apply(sequence.with(attendedTo, size), valued, shown,
            parameters);
        x = valued == null ? x : valued.of(sequence).values();
        x = join(attentionGate, x, dropout.apply(attended.output(), shown), parameters);
        if (isPreNorm) {
            NDArray made = feedForward.apply(feedForwardNorm.apply(x, parameters), parameters);
            x = join(feedForwardGate, x, dropout.apply(made, shown), parameters);
        } else {
            x = attentionNorm.apply(x, parameters);
            NDArray made = dropout.apply(feedForward.apply(x, parameters), shown);
            x = feedForwardNorm.apply(join(feedForwardGate, x, made, parameters), parameters);
        }
        return new SelfAttention.Attended(x, attended.attention(), attended.made());
    }

    private static NDArray join(GruGate gate, NDArray x, NDArray y, NDArray[] parameters) {
        return gate == null ? x.add(y) : gate.apply(x, Activation.relu(y), parameters);
    }
}
