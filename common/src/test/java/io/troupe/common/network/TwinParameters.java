package io.troupe.common.network;

import java.util.Arrays;

/** A network's parameters by name, and what is done with them, in loops and double precision. */
final class TwinParameters {
    private final ParameterLayout layout;
    private final double[] weights;

    TwinParameters(ParameterLayout layout, double[] weights) {
        this.layout = layout;
        this.weights = weights;
    }

    double[] vector(String name) {
        ParameterLayout.Parameter parameter = layout.parameters().stream()
            .filter(p -> p.name().equals(name)).findFirst().orElseThrow(() -> new AssertionError("no parameter " + name));
        return Arrays.copyOfRange(weights, parameter.offset(), parameter.offset() + parameter.size());
    }

    /** W x + b. */
    double[] linear(String name, double[] x) {
        double[] y = product(name + ".weight", x);
        double[] bias = vector(name + ".bias");
        for (int i = 0; i < y.length; i++) {
            y[i] += bias[i];
        }
        return y;
    }

    /** W x. */
    double[] product(String name, double[] x) {
        double[] matrix = vector(name);
        double[] y = new double[matrix.length / x.length];
        for (int row = 0; row < y.length; row++) {
            for (int i = 0; i < x.length; i++) {
                y[row] += matrix[row * x.length + i] * x[i];
            }
        }
        return y;
    }

    static double[] relu(double[] x) {
        return Arrays.stream(x).map(v -> Math.max(0, v)).toArray();
    }

    static double[] softmax(double[] x) {
        double sum = Arrays.stream(x).map(Math::exp).sum();
        return Arrays.stream(x).map(v -> Math.exp(v) / sum).toArray();
    }
}
