package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.core.Linear;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.troupe.common.config.NetworkSettings;
import io.troupe.common.config.NetworkSettings.Memory.Norm;
import io.troupe.common.config.NetworkSettings.Memory.Positions;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code transformer}: causal self-attention over the last steps (DTQN, Esslinger et al. 2022; with the gates of GTrXL
 * by default). {@code memory.input} brings the features to d numbers, a position is added to each, layers follow; with
 * the norm before each part, one more norm ends it.
 */
final class TransformerMemory implements Memory {
    private static final String LAYERS = "memory.layers.";

    private final int size;
    private final int heads;
    private final int contextLength;
    private final Positions positions;
    private final int input;
    private final int positionTable;
    private final TransformerLayer[] layers;
    private final LayerNormalisation lastNorm;

    TransformerMemory(ParameterLayout.Builder layout, int inputSize, NetworkSettings.Memory settings) {
        size = settings.units();
        heads = settings.heads();
        contextLength = settings.contextLength();
        positions = settings.positions();
        if (size % settings.heads() != 0) {
            throw new TroupeException(ErrorCode.CONFIGURATION, "network.memory.units is " + size
                + ", which does not divide among network.memory.heads = " + settings.heads()
                + "; expected a multiple of it");
        }
        input = layout.addLinear("memory.input", inputSize, size);
        positionTable = positions == Positions.LEARNED
            ? layout.add("memory.positions", List.of(contextLength, size), 0, 0.02) : -1;
        layers = new TransformerLayer[settings.layers()];
        for (int i = 0; i < layers.length; i++) {
            layers[i] = new TransformerLayer(layout, LAYERS + i, settings);
        }
        lastNorm = settings.norm() == Norm.PRE ? new LayerNormalisation(layout, "memory.norm", size) : null;
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
    public KeptContext.Size kept() {
        return new KeptContext.Size(layers.length, heads, size / heads);
    }

    @Override
    public Remembered remember(FeatureSequence features, NetworkInput shown, NDArray[] parameters) {
        if (features.positions() > contextLength) {
            throw new IllegalArgumentException("got a sequence of " + features.positions() + " positions, expected at most "
                + contextLength);
        }
        NDArray x = Linear.linear(features.values(), parameters[input], parameters[input + 1]).get(0);
        FeatureSequence sequence = features.with(placed(features.with(x, size), shown.kept(), parameters), size);
        List<Attention> attention = new ArrayList<>(layers.length);
        List<KeysAndValues> context = new ArrayList<>(layers.length);
        for (int i = 0; i < layers.length; i++) {
            MultiHeadAttention.Attended layer = layers[i].apply(sequence, shown.kept(), i, parameters);
            attention.add(new Attention(LAYERS + i, Attention.Over.STEPS, layer.weights()));
            context.add(layer.made());
            sequence = sequence.with(layer.output(), size);
        }
        if (lastNorm != null) {
            sequence = sequence.with(lastNorm.apply(sequence.values(), parameters), size);
        }
        return new Remembered(sequence, null, attention, context);
    }

    private NDArray placed(FeatureSequence x, KeptContext kept, NDArray[] parameters) {
        if (kept != null && positions != Positions.NONE) {
            NDArray table = positions == Positions.LEARNED ? parameters[positionTable]
                : SinusoidalPositions.of(contextLength, size).squeeze(0);
            return x.values().add(JniUtils.embedding((PtNDArray) kept.places(), (PtNDArray) table, false));
        }
        return switch (positions) {
            case NONE -> x.values();
            case LEARNED -> x.bySequence().add(JniUtils.slice((PtNDArray) parameters[positionTable], 0, 0, x.positions(), 1));
            case SINUSOIDAL -> x.bySequence().add(SinusoidalPositions.of(x.positions(), size));
        };
    }
}
