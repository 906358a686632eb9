package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import io.troupe.common.config.NetworkSettings.Convolutions;

/**
 * An image column through convolutions without padding, each followed by a ReLU. Named like PyTorch's
 * {@code Sequential(Conv2d, ReLU, Conv2d, ReLU, …)}: the convolutions are {@code 0}, {@code 2}, {@code 4} ….
 */
final class ConvolutionStack {
    private static final Shape PADDING = new Shape(0, 0);

    private final FlatObservations image;
    private final ImageShape input;
    private final ImageShape output;
    private final int[] weightIndices;
    private final Shape[] strides;

    /**
     * @throws io.troupe.common.error.TroupeException CONFIGURATION where the column is no image, or too small a one
     */
    ConvolutionStack(ParameterLayout.Builder layout, EncodedColumn encoded) {
        Convolutions convolutions = encoded.settings().convolutions();
        image = new FlatObservations(encoded.schema(), encoded.index());
        input = ImageShape.of(encoded);
        weightIndices = new int[convolutions.count()];
        strides = new Shape[weightIndices.length];
        ImageShape shape = input;
        for (int layer = 0; layer < weightIndices.length; layer++) {
            int kernel = convolutions.kernels().get(layer);
            int stride = convolutions.strides().get(layer);
            int channels = convolutions.channels().get(layer);
            if (kernel > Math.min(shape.height(), shape.width())) {
                throw encoded.refused("and the " + kernel + "×" + kernel + " kernel of convolution " + (layer + 1)
                    + " is larger than the " + shape.height() + "×" + shape.width() + " cells that it is given; "
                    + "change kernels, strides, or the number of convolutions");
            }
            weightIndices[layer] = layout.addConvolution(encoded.name() + "." + 2 * layer, shape.channels(), channels,
                kernel);
            strides[layer] = new Shape(stride, stride);
            shape = shape.after(channels, kernel, stride);
        }
        output = shape;
    }

    int count() {
        return weightIndices.length;
    }

    ImageShape output() {
        return output;
    }

    /** (rows · positions, channels, height, width). */
    NDArray apply(NetworkInput shown, NDArray[] parameters) {
        NDArray flat = image.flatten(shown.observations());
        NDArray x = flat.reshape(flat.getShape().get(0), input.channels(), input.height(), input.width());
        for (int layer = 0; layer < weightIndices.length; layer++) {
            int weight = weightIndices[layer];
            x = Conv2d.conv2d(x, parameters[weight], parameters[weight + 1], strides[layer], PADDING).get(0);
            x = Activation.relu(x);
        }
        return x;
    }
}
