package io.troupe.common.network;

import io.troupe.common.config.NetworkSettings;
import io.troupe.common.config.NetworkSettings.Memory;

/**
 * The Q-values of one sequence, written from the equations with loops and double precision: a second opinion on every
 * memory, slow and independent of the engine.
 */
final class SequenceTwin {
    private final Memory settings;
    private final TwinWeights weights;
    private final TwinRecurrence recurrence;
    private final TwinAttention attention;

    SequenceTwin(NetworkSettings settings, ParameterLayout layout, double[] values) {
        this.settings = settings.memory();
        weights = new TwinWeights(layout, values);
        recurrence = new TwinRecurrence(weights, this.settings.units());
        attention = new TwinAttention(weights, this.settings);
    }

    /** (positions, actions) of a network with an mlp encoder of one layer and a plain head without a hidden one. */
    double[][] qValues(double[][] observations) {
        double[][] features = TwinWeights.each(observations, x -> TwinWeights.relu(weights.linear("encoder.0", x)));
        double[][] remembered = switch (settings.kind()) {
            case NONE -> features;
            case LSTM -> recurrence.lstm("memory", features, new double[2 * settings.units()]);
            case GRU -> recurrence.gru(features);
            case TRANSFORMER, HIERARCHICAL -> new TwinLayers(weights, settings).transformer(features);
            case ATTENTION_LSTM -> attentionLstm(features);
        };
        return TwinWeights.each(remembered, x -> weights.linear("head.0", x));
    }

    private double[][] attentionLstm(double[][] x) {
        int heads = settings.attention().heads();
        int size = settings.units();
        double[][][] blocks = attention.projected("memory.attention.in_proj", x, 2, size);
        double[][] inputs = new double[x.length][];
        for (int t = 0; t < x.length; t++) {
            inputs[t] = x[t];
            for (int head = 0; head < heads; head++) {
                double[] scores = new double[t + 1];
                for (int j = 0; j <= t; j++) {
                    scores[j] = attention.score("memory.attention.score",
                        TwinWeights.plus(blocks[t][0], attention.position(t)),
                        TwinWeights.plus(blocks[j][1], attention.position(j)), head, size / heads);
                }
                double[] looked = TwinWeights.softmax(scores);
                double[] seen = new double[x[t].length];
                for (int j = 0; j <= t; j++) {
                    for (int i = 0; i < seen.length; i++) {
                        seen[i] += looked[j] * x[j][i];
                    }
                }
                inputs[t] = TwinWeights.joined(inputs[t], seen);
            }
        }
        return recurrence.lstm("memory.lstm", inputs, new double[2 * size]);
    }
}
