package io.troupe.common.network;

import java.util.Arrays;
import java.util.function.UnaryOperator;

/** The parameters of a network by name, and what is computed with them, in loops and double precision. */
final class TwinWeights {
    private final ParameterLayout layout;
    private final double[] values;

    TwinWeights(ParameterLayout layout, double[] values) {
        this.layout = layout;
        this.values = values;
    }

    double[] vector(String name) {
        ParameterLayout.Parameter parameter = layout.parameters().stream()
            .filter(p -> p.name().equals(name)).findFirst().orElseThrow(() -> new AssertionError("no parameter " + name));
        return Arrays.copyOfRange(values, parameter.offset(), parameter.offset() + parameter.size());
    }

    /** W x, of the matrix called {@code name}. */
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

    double[] linear(String name, double[] x) {
        return plus(product(name + ".weight", x), vector(name + ".bias"));
    }

    double[] norm(String name, double[] x) {
        double mean = Arrays.stream(x).average().orElseThrow();
        double variance = Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
        double[] y = new double[x.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = (x[i] - mean) / Math.sqrt(variance + 1e-5) * vector(name + ".weight")[i] + vector(name + ".bias")[i];
        }
        return y;
    }

    static double[] plus(double[] a, double[] b) {
        double[] sum = new double[a.length];
        Arrays.setAll(sum, i -> a[i] + b[i]);
        return sum;
    }

    static double[] joined(double[] a, double[] b) {
        double[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    static double[] relu(double[] x) {
        return Arrays.stream(x).map(v -> Math.max(0, v)).toArray();
    }

    static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    static double[] softmax(double[] scores) {
        double sum = Arrays.stream(scores).map(Math::exp).sum();
        return Arrays.stream(scores).map(score -> Math.exp(score) / sum).toArray();
    }

    static double[][] each(double[][] rows, UnaryOperator<double[]> function) {
        return Arrays.stream(rows).map(function).toArray(double[][]::new);
    }
}
