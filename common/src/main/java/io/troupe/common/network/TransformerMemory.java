package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import io.troupe.common.config.NetworkSettings;
import io.troupe.common.config.NetworkSettings.Memory.Kind;
import io.troupe.common.config.NetworkSettings.Memory.Norm;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code transformer}: causal self-attention over the last steps (DTQN, Esslinger et al. 2022; with the gates of GTrXL
 * by default), and {@code hierarchical}, the same with another attention in its layers. {@code memory.input} brings the
 * features to d numbers, a position is added to each, layers follow; with the norm before each part, one more norm ends
 * it.
 */
final class TransformerMemory implements Memory {
    private final int size;
    private final int contextLength;
    private final KeptContext.Size kept;
    private final int input;
    private final PositionTable positions;
    private final TransformerLayer[] layers;
    private final LayerNormalisation lastNorm;

    TransformerMemory(ParameterLayout.Builder layout, int inputSize, NetworkSettings.Memory settings) {
        size = settings.units();
        contextLength = settings.attention().contextLength();
        int heads = settings.attention().heads();
        // Chunks have to be summed up anew with each step.
        kept = settings.kind() == Kind.HIERARCHICAL ? null
            : new KeptContext.Size(settings.layers().count(), heads, size / heads, settings.attention().looksAt());
        input = layout.addLinear("memory.input", inputSize, size);
        positions = new PositionTable(layout, settings);
        layers = new TransformerLayer[settings.layers().count()];
        for (int i = 0; i < layers.length; i++) {
            layers[i] = new TransformerLayer(layout, i, settings);
        }
        lastNorm = settings.layers().norm() == Norm.PRE ? new LayerNormalisation(layout, "memory.norm", size) : null;
    }

    @Override
    public int outputSize() {
        return size;
    }

    @Override
    public boolean leavesOthersOut() {
        return true;
    }

    @Override
    public int contextLength() {
        return contextLength;
    }

    @Override
    public KeptContext.Size kept() {
        return kept;
    }

    @Override
    public Remembered remember(FeatureSequence features, NetworkInput shown, NDArray[] parameters) {
        NDArray x = Affine.apply(features.values(), parameters[input], parameters[input + 1]);
        FeatureSequence sequence = features.with(x, size);
        sequence = features.with(shown.kept() == null ? positions.addTo(sequence.bySequence(), parameters)
            : positions.addAt(shown.kept().places(), x, parameters), size);
        List<Attention> attention = new ArrayList<>();
        List<KeysAndValues> context = new ArrayList<>();
        for (int i = 0; i < layers.length; i++) {
            // The layers below the last one serve all positions above them.
            ValuedPositions valued = i == layers.length - 1 ? shown.valued() : null;
            SelfAttention.Attended attended = layers[i].apply(sequence, valued, shown, parameters);
            attention.addAll(attended.attention());
            if (kept != null) {
                context.add(attended.made());
            }
            sequence = valued == null ? sequence.with(attended.output(), size)
                : new FeatureSequence(attended.output(), valued.rows(), valued.count());
        }
        if (lastNorm != null) {
            sequence = sequence.with(lastNorm.apply(sequence.values(), parameters), size);
        }
        return new Remembered(sequence, null, attention, context);
    }
}
