package io.troupe.common.network;

import ai.djl.ndarray.NDArray;

/**
 * {@code cnn}: an image through convolutions, then as one row through linear layers, each followed by a ReLU. Named like
 * PyTorch's {@code Sequential(Conv2d, ReLU, …, Flatten, Linear, ReLU, …)}.
 */
final class CnnEncoder implements Encoder {
    private final ConvolutionStack convolutions;
    private final DenseStack layers;

    CnnEncoder(ParameterLayout.Builder layout, EncodedColumn encoded) {
        convolutions = new ConvolutionStack(layout, encoded);
        int flattenNumber = 2 * convolutions.count();
        layers = new DenseStack(layout, encoded.name(), flattenNumber + 1, convolutions.output().elements(),
            encoded.settings().hiddenUnits(), true);
    }

    @Override
    public int outputSize() {
        return layers.outputSize();
    }

    @Override
    public Encoded encode(NetworkInput input, NDArray[] parameters) {
        NDArray map = convolutions.apply(input, parameters);
        NDArray row = map.reshape(map.getShape().get(0), convolutions.output().elements());
        return new Encoded(layers.apply(row, parameters));
    }
}
