package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.core.Linear;
import io.troupe.common.config.NetworkSettings;
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
    private final int input;
    private final PositionTable positions;
    private final TransformerLayer[] layers;
    private final LayerNormalisation lastNorm;

    TransformerMemory(ParameterLayout.Builder layout, int inputSize, NetworkSettings.Memory settings) {
        size = settings.units();
        contextLength = settings.attention().contextLength();
        input = layout.addLinear("memory.input", inputSize, size);
        positions = new PositionTable(layout, settings);
        layers = new TransformerLayer[settings.layers().count()];
        for (int i = 0; i < layers.length; i++) {
            layers[i] = new TransformerLayer(layout, "memory.layers." + i, settings);
        }
        lastNorm = settings.layers().norm() == Norm.PRE ? new LayerNormalisation(layout, "memory.norm", size) : null;
    }

    @Override
    public int outputSize() {
        return size;
    }

    @Override
    public int contextLength() {
        return contextLength;
    }

    @Override
    public Remembered remember(FeatureSequence features, NetworkInput shown, NDArray[] parameters) {
        NDArray x = Linear.linear(features.values(), parameters[input], parameters[input + 1]).get(0);
        FeatureSequence sequence = features.with(x, size);
        sequence = features.with(positions.addTo(sequence.bySequence(), parameters), size);
        List<Attention> attention = new ArrayList<>();
        for (TransformerLayer layer : layers) {
            SelfAttention.Attended attended = layer.apply(sequence, shown, parameters);
            attention.addAll(attended.attention());
            sequence = sequence.with(attended.output(), size);
        }
        if (lastNorm != null) {
            sequence = sequence.with(lastNorm.apply(sequence.values(), parameters), size);
        }
        return new Remembered(sequence, null, attention);
    }
}
