package io.troupe.common.network;

import io.troupe.common.config.NetworkSettings.Memory;
import io.troupe.common.config.NetworkSettings.Memory.Gate;
import io.troupe.common.config.NetworkSettings.Memory.Kind;
import io.troupe.common.config.NetworkSettings.Memory.Norm;

/** The memories with layers, of one sequence, from their equations. */
final class TwinLayers {
    private final TwinWeights weights;
    private final Memory settings;
    private final TwinAttention attention;

    TwinLayers(TwinWeights weights, Memory settings) {
        this.weights = weights;
        this.settings = settings;
        attention = new TwinAttention(weights, settings);
    }

    double[][] transformer(double[][] features) {
        double[][] x = TwinWeights.each(features, f -> weights.linear("memory.input", f));
        for (int p = 0; p < x.length; p++) {
            x[p] = TwinWeights.plus(x[p], attention.position(p));
        }
        for (int layer = 0; layer < settings.layers().count(); layer++) {
            x = layer("memory.layers." + layer, x);
        }
        return isPre() ? TwinWeights.each(x, row -> weights.norm("memory.norm", row)) : x;
    }

    private double[][] layer(String name, double[][] x) {
        if (isPre()) {
            double[][] y = join(name + ".gate1", x,
                attention(name, TwinWeights.each(x, r -> weights.norm(name + ".norm1", r))));
            return join(name + ".gate2", y,
                TwinWeights.each(y, r -> feedForward(name, weights.norm(name + ".norm2", r))));
        }
        double[][] y = TwinWeights.each(join(name + ".gate1", x, attention(name, x)),
            r -> weights.norm(name + ".norm1", r));
        return TwinWeights.each(join(name + ".gate2", y, TwinWeights.each(y, r -> feedForward(name, r))),
            r -> weights.norm(name + ".norm2", r));
    }

    private double[][] attention(String layer, double[][] x) {
        return settings.kind() == Kind.HIERARCHICAL ? attention.chunks(layer + ".self_attn", x)
            : attention.multiHead(layer + ".self_attn", x);
    }

    private double[] feedForward(String name, double[] x) {
        return weights.linear(name + ".feed_forward.2", TwinWeights.relu(weights.linear(name + ".feed_forward.0", x)));
    }

    private double[][] join(String gate, double[][] x, double[][] y) {
        double[][] joined = new double[x.length][];
        for (int p = 0; p < x.length; p++) {
            joined[p] = settings.layers().gate() == Gate.RESIDUAL ? TwinWeights.plus(x[p], y[p])
                : gate(gate, x[p], TwinWeights.relu(y[p]));
        }
        return joined;
    }

    private double[] gate(String name, double[] x, double[] y) {
        int size = x.length;
        double[] fromY = weights.product(name + ".w", y);
        double[] fromX = weights.product(name + ".u", x);
        double[] reset = new double[size];
        for (int i = 0; i < size; i++) {
            reset[i] = TwinWeights.sigmoid(fromY[i] + fromX[i]) * x[i];
        }
        double[] fromReset = weights.product(name + ".u_g", reset);
        double[] out = new double[size];
        for (int i = 0; i < size; i++) {
            double z = TwinWeights.sigmoid(fromY[size + i] + fromX[size + i] - weights.vector(name + ".bias")[i]);
            out[i] = (1 - z) * x[i] + z * Math.tanh(fromY[2 * size + i] + fromReset[i]);
        }
        return out;
    }

    private boolean isPre() {
        return settings.layers().norm() == Norm.PRE;
    }
}
