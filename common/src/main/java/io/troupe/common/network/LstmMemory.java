package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/**
 * {@code lstm} (Hochreiter & Schmidhuber 1997, with forget gates). The state is h and c, side by side.
 *
 * <pre>
 *   i, f, g, o = W_ih x_t + b_ih + W_hh h_{t−1} + b_hh      four blocks of `units` rows, in this order
 *   c_t = σ(f) ∘ c_{t−1} + σ(i) ∘ tanh(g)                  h_t = σ(o) ∘ tanh(c_t)
 * </pre>
 */
final class LstmMemory implements Memory {
    private static final int GATES = 4;

    private final int units;
    private final int firstParameter;

    LstmMemory(ParameterLayout.Builder layout, int inputSize, int units) {
        this.units = units;
        firstParameter = layout.addRecurrent("memory", inputSize, units, GATES);
    }

    @Override
    public int outputSize() {
        return units;
    }

    @Override
    public int stateSize() {
        return 2 * units;
    }

    @Override
    public Remembered remember(FeatureSequence features, NetworkInput shown, NDArray[] parameters) {
        NDArray state = shown.state();
        NDArray input = features.bySequence();
        Shape half = new Shape(1, features.rows(), units);
        NDList before = new NDList(2);
        if (state == null) {
            before.add(input.getManager().zeros(half));
            before.add(input.getManager().zeros(half));
        } else {
            before.add(JniUtils.slice((PtNDArray) state, 1, 0, units, 1).reshape(half));
            before.add(JniUtils.slice((PtNDArray) state, 1, units, 2L * units, 1).reshape(half));
        }
        NDList after = input.getNDArrayInternal().lstm(input, before,
            RecurrentParameters.of(parameters, firstParameter), true, 1, 0, true, false, true);
        Shape flat = new Shape(features.rows(), units);
        NDArray newState = JniUtils.cat(new PtNDArray[] {
            (PtNDArray) after.get(1).reshape(flat), (PtNDArray) after.get(2).reshape(flat)}, 1);
        return new Remembered(features.with(after.get(0), units), newState);
    }
}
