package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** {@code mlp}: its columns as one flat row through linear layers, each followed by a ReLU. */
final class MlpEncoder implements Encoder {
    private final FlatObservations inputs;
    private final DenseStack layers;

    MlpEncoder(ParameterLayout.Builder layout, String name, FlatObservations inputs, List<Integer> hiddenUnits) {
        this.inputs = inputs;
        layers = new DenseStack(layout, name, inputs.size(), hiddenUnits, true);
    }

    @Override
    public int outputSize() {
        return layers.outputSize();
    }

    @Override
    public Encoded encode(NetworkInput input, NDArray[] parameters) {
        return new Encoded(layers.apply(inputs.flatten(input.observations()), parameters));
    }
}
