package io.troupe.common.network;

import io.troupe.common.config.NetworkSettings;
import io.troupe.common.config.NetworkSettings.Memory;
import java.util.Arrays;

/**
 * The Q-values of one sequence, written from the equations with loops and double precision: a second opinion on every
 * memory, slow and independent of the engine.
 */
final class SequenceTwin {
    private final NetworkSettings settings;
    private final ParameterLayout layout;
    private final double[] weights;

    SequenceTwin(NetworkSettings settings, ParameterLayout layout, double[] weights) {
        this.settings = settings;
        this.layout = layout;
        this.weights = weights;
    }

    /** (positions, actions) of a network with an mlp encoder of one layer and a plain head without a hidden one. */
    double[][] qValues(double[][] observations) {
        double[][] features = each(observations, x -> relu(linear("encoder.0", x)));
        double[][] remembered = switch (settings.memory().kind()) {
            case NONE -> features;
            case LSTM -> lstm(features);
            case GRU -> gru(features);
            case TRANSFORMER -> transformer(features);
        };
        return each(remembered, x -> linear("head.0", x));
    }

    private double[][] lstm(double[][] inputs) {
        int units = settings.memory().units();
        double[] h = new double[units];
        double[] c = new double[units];
        double[][] outputs = new double[inputs.length][];
        for (int t = 0; t < inputs.length; t++) {
            double[] x = plus(product("memory.weight_ih_l0", inputs[t]), vector("memory.bias_ih_l0"));
            double[] r = plus(product("memory.weight_hh_l0", h), vector("memory.bias_hh_l0"));
            double[] newH = new double[units];
            for (int u = 0; u < units; u++) {
                double i = sigmoid(x[u] + r[u]);
                double f = sigmoid(x[units + u] + r[units + u]);
                double g = Math.tanh(x[2 * units + u] + r[2 * units + u]);
                double o = sigmoid(x[3 * units + u] + r[3 * units + u]);
                c[u] = f * c[u] + i * g;
                newH[u] = o * Math.tanh(c[u]);
            }
            h = newH;
            outputs[t] = h;
        }
        return outputs;
    }

    private double[][] gru(double[][] inputs) {
        int units = settings.memory().units();
        double[] h = new double[units];
        double[][] outputs = new double[inputs.length][];
        for (int t = 0; t < inputs.length; t++) {
            double[] x = plus(product("memory.weight_ih_l0", inputs[t]), vector("memory.bias_ih_l0"));
            double[] r = plus(product("memory.weight_hh_l0", h), vector("memory.bias_hh_l0"));
            double[] newH = new double[units];
            for (int u = 0; u < units; u++) {
                double reset = sigmoid(x[u] + r[u]);
                double update = sigmoid(x[units + u] + r[units + u]);
                double candidate = Math.tanh(x[2 * units + u] + reset * r[2 * units + u]);
                newH[u] = (1 - update) * candidate + update * h[u];
            }
            h = newH;
            outputs[t] = h;
        }
        return outputs;
    }

    private double[][] transformer(double[][] features) {
        Memory memory = settings.memory();
        int size = memory.units();
        double[][] x = each(features, f -> linear("memory.input", f));
        for (int p = 0; p < x.length; p++) {
            for (int i = 0; i < size; i++) {
                x[p][i] += switch (memory.positions()) {
                    case NONE -> 0;
                    case LEARNED -> vector("memory.positions")[p * size + i];
                    case SINUSOIDAL -> i % 2 == 0 ? Math.sin(p / Math.pow(10_000, (double) i / size))
                        : Math.cos(p / Math.pow(10_000, (i - 1.0) / size));
                };
            }
        }
        for (int layer = 0; layer < memory.layers(); layer++) {
            x = layer("memory.layers." + layer, x);
        }
        return memory.norm() == Memory.Norm.PRE ? each(x, row -> norm("memory.norm", row)) : x;
    }

    private double[][] layer(String name, double[][] x) {
        if (settings.memory().norm() == Memory.Norm.PRE) {
            double[][] y = join(name + ".gate1", x, attention(name + ".self_attn", each(x, r -> norm(name + ".norm1", r))));
            return join(name + ".gate2", y, each(y, r -> feedForward(name, norm(name + ".norm2", r))));
        }
        double[][] y = each(join(name + ".gate1", x, attention(name + ".self_attn", x)), r -> norm(name + ".norm1", r));
        return each(join(name + ".gate2", y, each(y, r -> feedForward(name, r))), r -> norm(name + ".norm2", r));
    }

    private double[][] attention(String name, double[][] x) {
        int size = settings.memory().units();
        int heads = settings.memory().heads();
        int headSize = size / heads;
        double[][] projected = each(x, row -> plus(product(name + ".in_proj_weight", row), vector(name + ".in_proj_bias")));
        double[][] outputs = new double[x.length][size];
        for (int head = 0; head < heads; head++) {
            for (int i = 0; i < x.length; i++) {
                double[] weights = new double[i + 1];
                for (int j = 0; j <= i; j++) {
                    weights[j] = Math.exp(score(name, projected[i], projected[j], head, headSize));
                }
                double sum = Arrays.stream(weights).sum();
                for (int j = 0; j <= i; j++) {
                    for (int d = 0; d < headSize; d++) {
                        outputs[i][head * headSize + d] += weights[j] / sum * projected[j][2 * size + head * headSize + d];
                    }
                }
            }
        }
        return each(outputs, row -> linear(name + ".out_proj", row));
    }

    private double score(String name, double[] from, double[] to, int head, int headSize) {
        int size = settings.memory().units();
        double score = 0;
        for (int d = 0; d < headSize; d++) {
            double q = from[head * headSize + d];
            double k = to[size + head * headSize + d];
            score += switch (settings.memory().score()) {
                case SCALED_DOT -> q * k / Math.sqrt(headSize);
                case ADDITIVE -> vector(name + ".score")[head * headSize + d] * Math.tanh(q + k);
                case KEY -> vector(name + ".score")[head * headSize + d] * k;
            };
        }
        return score;
    }

    private double[] feedForward(String name, double[] x) {
        return linear(name + ".feed_forward.2", relu(linear(name + ".feed_forward.0", x)));
    }

    private double[][] join(String gate, double[][] x, double[][] y) {
        double[][] joined = new double[x.length][];
        for (int p = 0; p < x.length; p++) {
            joined[p] = settings.memory().gate() == Memory.Gate.RESIDUAL ? plus(x[p], y[p]) : gate(gate, x[p], relu(y[p]));
        }
        return joined;
    }

    private double[] gate(String name, double[] x, double[] y) {
        int size = x.length;
        double[] fromY = product(name + ".w", y);
        double[] fromX = product(name + ".u", x);
        double[] reset = new double[size];
        for (int i = 0; i < size; i++) {
            reset[i] = sigmoid(fromY[i] + fromX[i]) * x[i];
        }
        double[] fromReset = product(name + ".u_g", reset);
        double[] out = new double[size];
        for (int i = 0; i < size; i++) {
            double z = sigmoid(fromY[size + i] + fromX[size + i] - vector(name + ".bias")[i]);
            out[i] = (1 - z) * x[i] + z * Math.tanh(fromY[2 * size + i] + fromReset[i]);
        }
        return out;
    }

    private double[] norm(String name, double[] x) {
        double mean = Arrays.stream(x).average().orElseThrow();
        double variance = Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
        double[] y = new double[x.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = (x[i] - mean) / Math.sqrt(variance + 1e-5) * vector(name + ".weight")[i] + vector(name + ".bias")[i];
        }
        return y;
    }

    private double[] linear(String name, double[] x) {
        return plus(product(name + ".weight", x), vector(name + ".bias"));
    }

    private double[] product(String name, double[] x) {
        double[] matrix = vector(name);
        double[] y = new double[matrix.length / x.length];
        for (int row = 0; row < y.length; row++) {
            for (int i = 0; i < x.length; i++) {
                y[row] += matrix[row * x.length + i] * x[i];
            }
        }
        return y;
    }

    private double[] vector(String name) {
        ParameterLayout.Parameter parameter = layout.parameters().stream()
            .filter(p -> p.name().equals(name)).findFirst().orElseThrow(() -> new AssertionError("no parameter " + name));
        return Arrays.copyOfRange(weights, parameter.offset(), parameter.offset() + parameter.size());
    }

    private static double[] plus(double[] a, double[] b) {
        double[] sum = new double[a.length];
        Arrays.setAll(sum, i -> a[i] + b[i]);
        return sum;
    }

    private static double[] relu(double[] x) {
        return Arrays.stream(x).map(v -> Math.max(0, v)).toArray();
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double[][] each(double[][] rows, java.util.function.UnaryOperator<double[]> function) {
        return Arrays.stream(rows).map(function).toArray(double[][]::new);
    }
}
