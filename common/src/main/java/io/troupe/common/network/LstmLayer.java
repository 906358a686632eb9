package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/**
 * An LSTM (Hochreiter & Schmidhuber 1997, with forget gates) over whole sequences, in one call of the engine.
 *
 * <pre>
 *   i, f, g, o = W_ih x_t + b_ih + W_hh h_{t−1} + b_hh      four blocks of `units` rows, in this order
 *   c_t = σ(f) ∘ c_{t−1} + σ(i) ∘ tanh(g)                  h_t = σ(o) ∘ tanh(c_t)
 * </pre>
 */
final class LstmLayer {
    private static final int GATES = 4;

    private final int units;
    private final int firstParameter;

    LstmLayer(ParameterLayout.Builder layout, String name, int inputSize, int units) {
        this.units = units;
        firstParameter = layout.addRecurrent(name, inputSize, units, GATES);
    }

    /**
     * @param input (rows, positions, inputSize)
     * @param h     before the first position, (rows, units); null for zeros
     * @param c     of the same shape; null where h is
     */
    Run run(NDArray input, NDArray h, NDArray c, NDArray[] parameters) {
        long rows = input.getShape().get(0);
        Shape shape = new Shape(1, rows, units);
        NDList before = h == null ? new NDList(zeros(input, shape), zeros(input, shape))
            : new NDList(whole(h).reshape(shape), whole(c).reshape(shape));
        NDList after = input.getNDArrayInternal().lstm(input, before,
            RecurrentParameters.of(parameters, firstParameter), true, 1, 0, true, false, true);
        Shape flat = new Shape(rows, units);
        return new Run(after.get(0), after.get(1).reshape(flat), after.get(2).reshape(flat));
    }

    /** In memory of its own: cuDNN takes no part of another array. */
    private static NDArray whole(NDArray part) {
        return JniUtils.cat(new PtNDArray[] {(PtNDArray) part}, 1);
    }

    private static NDArray zeros(NDArray like, Shape shape) {
        return like.getManager().zeros(shape, like.getDataType());
    }

    /**
     * What came of it.
     *
     * @param outputs h at each position, (rows, positions, units)
     * @param h       after the last position, (rows, units)
     * @param c       after the last position, (rows, units)
     */
    record Run(NDArray outputs, NDArray h, NDArray c) {
    }
}
