package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.troupe.common.config.NetworkSettings;
import io.troupe.common.config.NetworkSettings.Memory.LooksAt;
import java.util.List;

/**
 * {@code attention-lstm}: soft attention over the encoded steps (Bahdanau et al. 2015, with the query from the present
 * step), fed into an LSTM that goes over the same steps from a state of zeros.
 *
 * <pre>
 *   q_t = W_q x_t + b_q + position_t        k_j = W_k x_j + b_k + position_j
 *   α_tj = softmax_{j ≤ t}(score(q_t, k_j))          for each head
 *   c_t = Σ_j α_tj x_j                               of every head, side by side
 *   h_t = LSTM([x_t, c_t])                           the output
 * </pre>
 *
 * or over j &lt; t, and the first step with itself, where it looks at the past alone. Nothing is carried: whoever acts
 * shows the last steps again, so that c_t and h_t are what they were in learning.
 */
final class AttentionLstmMemory implements Memory {
    private static final int QUERIES_AND_KEYS = 2;

    private final int inputSize;
    private final int units;
    private final int heads;
    private final int contextLength;
    private final HeadProjection projection;
    private final AttentionScore score;
    private final PositionTable positions;
    private final Dropout dropout;
    private final LooksAt looksAt;
    private final LstmLayer lstm;

    AttentionLstmMemory(ParameterLayout.Builder layout, int inputSize, NetworkSettings.Memory settings) {
        this.inputSize = inputSize;
        units = settings.units();
        heads = settings.attention().heads();
        contextLength = settings.attention().contextLength();
        projection = new HeadProjection(layout, "memory.attention.in_proj", inputSize, units, heads, QUERIES_AND_KEYS);
        score = new AttentionScore(layout, "memory.attention.score", heads, units / heads,
            settings.attention().score());
        positions = new PositionTable(layout, settings);
        dropout = new Dropout(settings.attention().dropout());
        looksAt = settings.attention().looksAt();
        lstm = new LstmLayer(layout, "memory.lstm", (1 + heads) * inputSize, units);
    }

    @Override
    public int outputSize() {
        return units;
    }

    @Override
    public int contextLength() {
        return contextLength;
    }

    @Override
    public Remembered remember(FeatureSequence features, NetworkInput shown, NDArray[] parameters) {
        NDArray x = features.bySequence();
        NDArray[] projected = projection.apply(features, positions, parameters);
        NDArray weights = features.attend(score.ofAll(projected[0], projected[1], parameters), looksAt);
        NDArray seen = dropout.apply(weights, shown).matMul(x.expandDims(1)).transpose(0, 2, 1, 3)
            .reshape(features.rows(), features.positions(), (long) heads * inputSize);
        NDArray input = JniUtils.cat(new PtNDArray[] {(PtNDArray) x, (PtNDArray) seen}, 2);
        LstmLayer.Run run = lstm.run(input, null, null, parameters);
        return new Remembered(features.with(run.outputs(), units), null,
            List.of(new Attention("memory", Attention.Over.STEPS, weights)));
    }
}
