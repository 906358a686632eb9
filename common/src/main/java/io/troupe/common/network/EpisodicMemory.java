package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.troupe.common.config.NetworkSettings;
import io.troupe.common.schema.EnvironmentSchema;
import java.util.List;

/**
 * {@code episodic}: a bank with an entry for each past step, made of what was seen and done there, and read by
 * attention (the episodic part of a differentiable neural dictionary as in Pritzel et al. 2017, with learned keys and
 * values and all entries of the context read).
 *
 * <pre>
 *   key_j, value_j = W_entry [x_j, onehot(a_j)] + b_entry + position_j       two blocks of d rows, the position on both
 *   q_t    = W_query x_t + b_query + position_t
 *   read_t = Σ_{j &lt; t} softmax_{j &lt; t}(score(q_t, key_j)) value_j        for each head, side by side; 0 for t = 0
 *   out_t  = ReLU(W_output [x_t, read_t] + b_output)
 * </pre>
 *
 * The bank is made anew from the steps that are shown, in acting as in learning.
 */
final class EpisodicMemory implements Memory {
    private final int inputSize;
    private final int units;
    private final int contextLength;
    private final PreviousActions actions;
    private final HeadProjection query;
    private final HeadProjection entry;
    private final AttentionScore score;
    private final PositionTable positions;
    private final Dropout dropout;
    private final int output;

    EpisodicMemory(ParameterLayout.Builder layout, int inputSize, EnvironmentSchema schema,
                   NetworkSettings.Memory settings) {
        this.inputSize = inputSize;
        units = settings.units();
        contextLength = settings.attention().contextLength();
        actions = new PreviousActions(schema);
        int heads = settings.attention().heads();
        query = new HeadProjection(layout, "memory.query_proj", inputSize, units, heads, 1);
        entry = new HeadProjection(layout, "memory.entry_proj", inputSize + actions.actionCount(), units, heads, 2);
        score = new AttentionScore(layout, "memory.score", heads, units / heads, settings.attention().score());
        positions = new PositionTable(layout, settings);
        dropout = new Dropout(settings.attention().dropout());
        output = layout.addLinear("memory.output", inputSize + units, units);
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
        int count = features.positions();
        NDArray acted = joined(features.bySequence(), actions.done(shown), 2);
        NDArray[] entries = entry.apply(features.with(acted, inputSize + actions.actionCount()), positions, parameters);
        NDArray queries = query.apply(features, positions, parameters)[0];
        NDArray scores = score.ofAll(queries, entries[0], parameters);
        NDArray weights = features.attendBefore(scores).mul(CausalMasks.hasBefore(count, scores));
        NDArray read = dropout.apply(weights, shown).matMul(entries[1]).transpose(0, 2, 1, 3)
            .reshape((long) features.rows() * count, units);
        NDArray out = Activation.relu(Affine.apply(joined(features.values(), read, 1), parameters[output],
            parameters[output + 1]));
        return new Remembered(features.with(out, units), null,
            List.of(new Attention("memory", Attention.Over.STEPS, weights)));
    }

    private static NDArray joined(NDArray left, NDArray right, int dimension) {
        return JniUtils.cat(new PtNDArray[] {(PtNDArray) left, (PtNDArray) right}, dimension);
    }
}
