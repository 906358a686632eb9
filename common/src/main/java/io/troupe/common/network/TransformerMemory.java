package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.troupe.common.config.NetworkSettings;
import io.troupe.common.config.NetworkSettings.Memory.Norm;
import io.troupe.common.config.NetworkSettings.Memory.Positions;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.util.List;

/**
 * {@code transformer}: causal self-attention over the last steps (DTQN, Esslinger et al. 2022; with the gates of GTrXL
 * by default). {@code memory.input} brings the features to d numbers, a position is added to each, layers follow; with
 * the norm before each part, one more norm ends it.
 */
final class TransformerMemory implements Memory {
    private final int size;
    private final int contextLength;
    private final Positions positions;
    private final int input;
    private final int positionTable;
    private final TransformerLayer[] layers;
    private final LayerNormalisation lastNorm;

    TransformerMemory(ParameterLayout.Builder layout, int inputSize, NetworkSettings.Memory settings) {
        size = settings.units();
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
            layers[i] = new TransformerLayer(layout, "memory.layers." + i, settings);
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
    public Remembered remember(FeatureSequence features, NDArray state, NDArray[] parameters) {
        if (features.positions() > contextLength) {
            throw new IllegalArgumentException("got a sequence of " + features.positions() + " positions, expected at most "
                + contextLength);
        }
        NDArray x = Affine.apply(features.values(), parameters[input], parameters[input + 1]);
        FeatureSequence sequence = features.with(placed(features.with(x, size), parameters), size);
        NDArray[] attention = new NDArray[layers.length];
        for (int i = 0; i < layers.length; i++) {
            MultiHeadAttention.Attended layer = layers[i].apply(sequence, parameters);
            attention[i] = layer.weights();
            sequence = sequence.with(layer.output(), size);
        }
        if (lastNorm != null) {
            sequence = sequence.with(lastNorm.apply(sequence.values(), parameters), size);
        }
        return new Remembered(sequence, null, attention);
    }

    private NDArray placed(FeatureSequence x, NDArray[] parameters) {
        return switch (positions) {
            case NONE -> x.values();
            case LEARNED -> x.bySequence().add(JniUtils.slice((PtNDArray) parameters[positionTable], 0, 0, x.positions(), 1));
            case SINUSOIDAL -> x.bySequence().add(SinusoidalPositions.of(x.positions(), size));
        };
    }
}
