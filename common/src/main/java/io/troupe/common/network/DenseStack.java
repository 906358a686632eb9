package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import java.util.List;

/**
 * Linear layers with a ReLU between each two. Named like PyTorch's {@code Sequential(Linear, ReLU, Linear, …)}: the
 * linear layers are {@code 0}, {@code 2}, {@code 4} ….
 */
final class DenseStack {
    private final int[] weightIndices;
    private final boolean isLastActivated;
    private final int outputSize;

    /** @param isLastActivated whether a ReLU follows the last layer, too */
    DenseStack(ParameterLayout.Builder layout, String name, int inputSize, List<Integer> units,
               boolean isLastActivated) {
        this.isLastActivated = isLastActivated;
        weightIndices = new int[units.size()];
        int in = inputSize;
        for (int layer = 0; layer < weightIndices.length; layer++) {
            weightIndices[layer] = layout.addLinear(name + "." + 2 * layer, in, units.get(layer));
            in = units.get(layer);
        }
        outputSize = in;
    }

    int outputSize() {
        return outputSize;
    }

    NDArray apply(NDArray input, NDArray[] parameters) {
        NDArray x = input;
        for (int layer = 0; layer < weightIndices.length; layer++) {
            int weight = weightIndices[layer];
            x = Affine.apply(x, parameters[weight], parameters[weight + 1]);
            if (isLastActivated || layer < weightIndices.length - 1) {
                x = Activation.relu(x);
            }
        }
        return x;
    }
}
