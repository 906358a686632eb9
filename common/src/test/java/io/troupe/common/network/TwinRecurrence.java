package io.troupe.common.network;

import java.util.Arrays;

/** The recurrent memories of one sequence, from their equations. */
final class TwinRecurrence {
    private final TwinWeights weights;
    private final int units;

    TwinRecurrence(TwinWeights weights, int units) {
        this.weights = weights;
        this.units = units;
    }

    /** h at each step, from zeros; {@code state} is h and c and becomes what they are in the end. */
    double[][] lstm(String name, double[][] inputs, double[] state) {
        double[][] outputs = new double[inputs.length][units];
        for (int t = 0; t < inputs.length; t++) {
            double[] h = Arrays.copyOf(state, units);
            double[] x = TwinWeights.plus(weights.product(name + ".weight_ih_l0", inputs[t]),
                weights.vector(name + ".bias_ih_l0"));
            double[] r = TwinWeights.plus(weights.product(name + ".weight_hh_l0", h),
                weights.vector(name + ".bias_hh_l0"));
            for (int u = 0; u < units; u++) {
                double i = TwinWeights.sigmoid(x[u] + r[u]);
                double f = TwinWeights.sigmoid(x[units + u] + r[units + u]);
                double g = Math.tanh(x[2 * units + u] + r[2 * units + u]);
                double o = TwinWeights.sigmoid(x[3 * units + u] + r[3 * units + u]);
                state[units + u] = f * state[units + u] + i * g;
                state[u] = o * Math.tanh(state[units + u]);
                outputs[t][u] = state[u];
            }
        }
        return outputs;
    }

    double[][] gru(double[][] inputs) {
        double[] h = new double[units];
        double[][] outputs = new double[inputs.length][];
        for (int t = 0; t < inputs.length; t++) {
            double[] x = TwinWeights.plus(weights.product("memory.weight_ih_l0", inputs[t]),
                weights.vector("memory.bias_ih_l0"));
            double[] r = TwinWeights.plus(weights.product("memory.weight_hh_l0", h),
                weights.vector("memory.bias_hh_l0"));
            double[] newH = new double[units];
            for (int u = 0; u < units; u++) {
                double reset = TwinWeights.sigmoid(x[u] + r[u]);
                double update = TwinWeights.sigmoid(x[units + u] + r[units + u]);
                double candidate = Math.tanh(x[2 * units + u] + reset * r[2 * units + u]);
                newH[u] = (1 - update) * candidate + update * h[u];
            }
            h = newH;
            outputs[t] = h;
        }
        return outputs;
    }
}
