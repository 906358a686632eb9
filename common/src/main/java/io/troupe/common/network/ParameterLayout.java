package io.troupe.common.network;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** Where each parameter of a network lies in its flat float32 vector. Names are those of PyTorch's modules. */
public final class ParameterLayout {
    /**
     * One tensor of parameters, row-major.
     *
     * @param name         such as {@code encoder.0.weight}
     * @param offset       first element, in floats
     * @param size         elements
     * @param initialMean  fresh values are drawn from U(mean − bound, mean + bound)
     */
    public record Parameter(String name, List<Integer> shape, int offset, int size, double initialMean,
                            double initialBound) {
        public Parameter {
            shape = List.copyOf(shape);
        }
    }

    private final List<Parameter> parameters;
    private final int size;
    private final String fingerprint;

    private ParameterLayout(List<Parameter> parameters) {
        this.parameters = List.copyOf(parameters);
        this.size = parameters.stream().mapToInt(Parameter::size).reduce(0, Math::addExact);
        this.fingerprint = "weights-v1 size=" + size + " sha256=" + digest(describe());
    }

    /** In the order in which they lie in the vector. */
    public List<Parameter> parameters() {
        return parameters;
    }

    /** Floats of all parameters. */
    public int size() {
        return size;
    }

    public int sizeBytes() {
        return Math.multiplyExact(size, Float.BYTES);
    }

    /** Equal where names, shapes and their order are: only then do weights of the one fit the other. */
    public String fingerprint() {
        return fingerprint;
    }

    /** Names and shapes, for an error message that a person can compare. */
    public String describe() {
        return parameters.stream().map(parameter -> parameter.name() + parameter.shape())
            .collect(Collectors.joining(" "));
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Collects the parameters of a network's parts, in the order in which the parts are made. */
    static final class Builder {
        private final List<Parameter> parameters = new ArrayList<>();
        private int size;

        /** Adds {@code name.weight} (out × in) and {@code name.bias} (out); returns the index of the weight. */
        int addLinear(String name, int in, int out) {
            double bound = 1 / Math.sqrt(in); // PyTorch's default for Linear: U(±1/√fan_in), also for the bias
            int index = parameters.size();
            add(name + ".weight", List.of(out, in), 0, bound);
            add(name + ".bias", List.of(out), 0, bound);
            return index;
        }

        /**
         * Adds {@code name.weight} (out × in × kernel × kernel) and {@code name.bias} (out); returns the weight's index.
         */
        int addConvolution(String name, int in, int out, int kernel) {
            double bound = 1 / Math.sqrt((double) in * kernel * kernel); // PyTorch's default for Conv2d, also for the bias
            int index = parameters.size();
            add(name + ".weight", List.of(out, in, kernel, kernel), 0, bound);
            add(name + ".bias", List.of(out), 0, bound);
            return index;
        }

        /**
         * Adds the tensors of a one-layer LSTM or GRU under PyTorch's names: {@code weight_ih_l0} (gates·units × in),
         * {@code weight_hh_l0} (gates·units × units), {@code bias_ih_l0}, {@code bias_hh_l0} (gates·units); returns the
         * index of the first.
         */
        int addRecurrent(String name, int in, int units, int gates) {
            double bound = 1 / Math.sqrt(units); // PyTorch's default for recurrent layers
            int index = parameters.size();
            add(name + ".weight_ih_l0", List.of(gates * units, in), 0, bound);
            add(name + ".weight_hh_l0", List.of(gates * units, units), 0, bound);
            add(name + ".bias_ih_l0", List.of(gates * units), 0, bound);
            add(name + ".bias_hh_l0", List.of(gates * units), 0, bound);
            return index;
        }

        /** Adds {@code name.weight} of ones and {@code name.bias} of zeros, (size) each; returns the weight's index. */
        int addScale(String name, int size) {
            int index = parameters.size();
            add(name + ".weight", List.of(size), 1, 0);
            add(name + ".bias", List.of(size), 0, 0);
            return index;
        }

        /** Adds one tensor; returns its index. */
        int add(String name, List<Integer> shape, double initialMean, double initialBound) {
            int elements = shape.stream().reduce(1, Math::multiplyExact);
            parameters.add(new Parameter(name, shape, size, elements, initialMean, initialBound));
            size = Math.addExact(size, elements);
            return parameters.size() - 1;
        }

        ParameterLayout build() {
            return new ParameterLayout(parameters);
        }
    }
}
