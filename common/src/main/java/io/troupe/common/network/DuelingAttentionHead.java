package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import io.troupe.common.config.NetworkSettings.Memory;
import io.troupe.common.config.NetworkSettings.Memory.LooksAt;
import java.util.List;

/**
 * {@code dueling-attention}: a dueling head whose value stream is an attention-weighted sum over the values of the
 * steps so far, with the query from the present one.
 *
 * <pre>
 *   q_t, k_t = W h_t + b                                 two blocks of as many rows as h has numbers
 *   V_t      = Σ_{j ≤ t} softmax_{j ≤ t}(score(q_t, k_j)) v(h_j)
 *   Q_t(a)   = V_t + A(h_t, a) − mean_a A(h_t, a)
 * </pre>
 */
final class DuelingAttentionHead implements Head {
    private static final int[] ACTIONS = {1};
    private static final int QUERIES_AND_KEYS = 2;

    private final int contextLength;
    private final HeadProjection projection;
    private final AttentionScore score;
    private final DenseStack value;
    private final DenseStack advantage;

    DuelingAttentionHead(ParameterLayout.Builder layout, int inputSize, int hiddenUnits, int actionCount,
                         Memory.Attention settings) {
        contextLength = settings.contextLength();
        projection = new HeadProjection(layout, "head.attention.in_proj", inputSize, inputSize, 1, QUERIES_AND_KEYS);
        score = new AttentionScore(layout, "head.attention.score", 1, inputSize, settings.score());
        value = new DenseStack(layout, "head.value", inputSize, PlainHead.units(hiddenUnits, 1), false);
        advantage = new DenseStack(layout, "head.advantage", inputSize, PlainHead.units(hiddenUnits, actionCount),
            false);
    }

    @Override
    public int contextLength() {
        return contextLength;
    }

    @Override
    public Valued value(FeatureSequence features, NetworkInput input, NDArray[] parameters) {
        int rows = features.rows();
        int positions = features.positions();
        NDArray[] projected = projection.apply(features, parameters);
        NDArray weights = features.attend(score.ofAll(projected[0], projected[1], parameters),
            LooksAt.PAST_AND_PRESENT);
        NDArray values = value.apply(features.values(), parameters).reshape(rows, 1, positions, 1);
        NDArray v = weights.matMul(values).reshape((long) rows * positions, 1);
        NDArray a = advantage.apply(features.values(), parameters);
        return new Valued(v.add(a).sub(a.mean(ACTIONS, true)),
            List.of(new Attention("head", Attention.Over.STEPS, weights)));
    }
}
