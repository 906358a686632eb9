package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;

/**
 * {@code gru} (Cho et al. 2014, in the form that applies the reset gate after the product, as cuDNN and PyTorch do). The
 * state is h.
 *
 * <pre>
 *   r, z, n:  three blocks of `units` rows of W_ih, W_hh, b_ih, b_hh, in this order
 *   r = σ(W_ir x + b_ir + W_hr h + b_hr)       z = σ(W_iz x + b_iz + W_hz h + b_hz)
 *   n = tanh(W_in x + b_in + r ∘ (W_hn h + b_hn))
 *   h_t = (1 − z) ∘ n + z ∘ h_{t−1}
 * </pre>
 */
final class GruMemory implements Memory {
    private static final int GATES = 3;

    private final int units;
    private final int firstParameter;

    GruMemory(ParameterLayout.Builder layout, int inputSize, int units) {
        this.units = units;
        firstParameter = layout.addRecurrent("memory", inputSize, units, GATES);
    }

    @Override
    public int outputSize() {
        return units;
    }

    @Override
    public int stateSize() {
        return units;
    }

    @Override
    public Remembered remember(FeatureSequence features, NetworkInput shown, NDArray[] parameters) {
        NDArray state = shown.state();
        NDArray input = features.bySequence();
        Shape shape = new Shape(1, features.rows(), units);
        NDArray before = state == null ? input.getManager().zeros(shape) : state.reshape(shape);
        NDList after = input.getNDArrayInternal().gru(input, before,
            RecurrentParameters.of(parameters, firstParameter), true, 1, 0, true, false, true);
        return new Remembered(features.with(after.get(0), units),
            after.get(1).reshape(new Shape(features.rows(), units)));
    }
}
