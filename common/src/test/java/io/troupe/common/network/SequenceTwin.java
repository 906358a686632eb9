package io.troupe.common.network;

import io.troupe.common.config.NetworkSettings;
import io.troupe.common.config.NetworkSettings.Head;
import io.troupe.common.config.NetworkSettings.Memory;
import java.util.Arrays;

/**
 * The Q-values of one sequence, written from the equations with loops and double precision: a second opinion on every
 * memory, slow and independent of the engine.
 */
final class SequenceTwin {
    private final Memory settings;
    private final Head.Kind head;
    private final TwinWeights weights;
    private final TwinRecurrence recurrence;
    private final TwinAttention attention;

    SequenceTwin(NetworkSettings settings, ParameterLayout layout, double[] values) {
        this.settings = settings.memory();
        head = settings.head().kind();
        weights = new TwinWeights(layout, values);
        recurrence = new TwinRecurrence(weights, this.settings.units());
        attention = new TwinAttention(weights, this.settings);
    }

    /** (positions, actions), with an mlp encoder of one layer and a plain or dueling-attention head of none. */
    double[][] qValues(double[][] observations) {
        double[][] features = TwinWeights.each(observations, x -> TwinWeights.relu(weights.linear("encoder.0", x)));
        double[][] remembered = switch (settings.kind()) {
            case NONE -> features;
            case LSTM -> recurrence.lstm("memory", features, new double[2 * settings.units()]);
            case GRU -> recurrence.gru(features);
            case TRANSFORMER, HIERARCHICAL -> new TwinLayers(weights, settings).transformer(features);
            case ATTENTION_LSTM -> attentionLstm(features);
            case EPISODIC -> episodic(features, observations);
            case HIERARCHICAL_LSTM -> hierarchicalLstm(features);
        };
        return head == Head.Kind.PLAIN ? TwinWeights.each(remembered, x -> weights.linear("head.0", x))
            : duelingAttention(remembered);
    }

    private double[][] episodic(double[][] x, double[][] observations) {
        int size = settings.units();
        int actions = observations[0].length - MemoryFixture.STATE;
        double[][] acted = new double[x.length][];
        for (int j = 0; j < x.length; j++) {
            double[] action = j + 1 == x.length ? new double[actions]
                : Arrays.copyOfRange(observations[j + 1], MemoryFixture.STATE, MemoryFixture.STATE + actions);
            acted[j] = TwinWeights.joined(x[j], action);
        }
        double[][][] entries = attention.projected("memory.entry_proj", acted, 2, size);
        double[][][] queries = attention.projected("memory.query_proj", x, 1, size);
        double[][] outputs = new double[x.length][];
        int headSize = size / settings.attention().heads();
        for (int t = 0; t < x.length; t++) {
            double[] read = new double[size];
            for (int head = 0; head < settings.attention().heads(); head++) {
                double[] scores = new double[t];
                for (int j = 0; j < t; j++) {
                    scores[j] = attention.score("memory.score", TwinWeights.plus(queries[t][0], attention.position(t)),
                        TwinWeights.plus(entries[j][0], attention.position(j)), head, headSize);
                }
                double[] looked = TwinWeights.softmax(scores);
                for (int j = 0; j < t; j++) {
                    double[] value = TwinWeights.plus(entries[j][1], attention.position(j));
                    for (int i = head * headSize; i < (head + 1) * headSize; i++) {
                        read[i] += looked[j] * value[i];
                    }
                }
            }
            outputs[t] = TwinWeights.relu(weights.linear("memory.output", TwinWeights.joined(x[t], read)));
        }
        return outputs;
    }

    private double[][] hierarchicalLstm(double[][] x) {
        double[][] fast = recurrence.lstm("memory.fast", x, new double[2 * settings.units()]);
        double[] state = new double[2 * settings.units()];
        double[][] outputs = new double[x.length][];
        for (int t = 0; t < x.length; t++) {
            if (t % settings.slowPeriod() == 0) {
                recurrence.lstm("memory.slow", new double[][] {fast[t]}, state);
            }
            outputs[t] = TwinWeights.joined(fast[t], Arrays.copyOf(state, settings.units()));
        }
        return outputs;
    }

    private double[][] duelingAttention(double[][] h) {
        int size = h[0].length;
        double[][][] blocks = attention.projected("head.attention.in_proj", h, 2, size);
        double[][] q = new double[h.length][];
        for (int t = 0; t < h.length; t++) {
            double[] scores = new double[t + 1];
            for (int j = 0; j <= t; j++) {
                scores[j] = attention.score("head.attention.score", blocks[t][0], blocks[j][1], 0, size);
            }
            double[] looked = TwinWeights.softmax(scores);
            double value = 0;
            for (int j = 0; j <= t; j++) {
                value += looked[j] * weights.linear("head.value.0", h[j])[0];
            }
            double[] advantages = weights.linear("head.advantage.0", h[t]);
            double base = value - Arrays.stream(advantages).average().orElseThrow();
            q[t] = Arrays.stream(advantages).map(advantage -> base + advantage).toArray();
        }
        return q;
    }

    private double[][] attentionLstm(double[][] x) {
        int heads = settings.attention().heads();
        int size = settings.units();
        double[][][] blocks = attention.projected("memory.attention.in_proj", x, 2, size);
        double[][] inputs = new double[x.length][];
        for (int t = 0; t < x.length; t++) {
            inputs[t] = x[t];
            for (int head = 0; head < heads; head++) {
                double[] scores = new double[attention.seenFrom(t)];
                for (int j = 0; j < scores.length; j++) {
                    scores[j] = attention.score("memory.attention.score",
                        TwinWeights.plus(blocks[t][0], attention.position(t)),
                        TwinWeights.plus(blocks[j][1], attention.position(j)), head, size / heads);
                }
                double[] looked = TwinWeights.softmax(scores);
                double[] seen = new double[x[t].length];
                for (int j = 0; j < scores.length; j++) {
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
