package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/** The four tensors of a recurrent layer, in the order in which the engine wants them. */
final class RecurrentParameters {
    private RecurrentParameters() {
    }

    /** {@code weight_ih_l0, weight_hh_l0, bias_ih_l0, bias_hh_l0}. */
    static NDList of(NDArray[] parameters, int first) {
        return new NDList(parameters[first], parameters[first + 1], parameters[first + 2], parameters[first + 3]);
    }
}
