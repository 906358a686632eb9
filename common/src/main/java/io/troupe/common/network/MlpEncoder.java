package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import io.troupe.common.schema.EnvironmentSchema;
import java.util.List;

/** {@code mlp}: all columns as one flat row through linear layers, each followed by a ReLU. */
final class MlpEncoder implements Encoder {
    private final FlatObservations inputs;
    private final DenseStack layers;

    MlpEncoder(ParameterLayout.Builder layout, EnvironmentSchema schema, List<Integer> hiddenUnits) {
        inputs = new FlatObservations(schema);
        layers = new DenseStack(layout, "encoder", inputs.size(), hiddenUnits, true);
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
