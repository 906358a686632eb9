package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import java.util.ArrayList;
import java.util.List;

/** The features of several encoders one after the other, then a linear layer with a ReLU where one is wanted. */
final class FusedEncoder implements Encoder {
    private final List<Encoder> parts;
    private final int joined;
    private final int outputSize;

    /**
     * @param name  of the layer
     * @param units of the layer; 0 for none
     */
    FusedEncoder(ParameterLayout.Builder layout, String name, List<Encoder> parts, int units) {
        this.parts = List.copyOf(parts);
        int size = parts.stream().mapToInt(Encoder::outputSize).reduce(0, Math::addExact);
        joined = units == 0 ? -1 : layout.addLinear(name, size, units);
        outputSize = units == 0 ? size : units;
    }

    @Override
    public int outputSize() {
        return outputSize;
    }

    @Override
    public Encoded encode(NetworkInput input, NDArray[] parameters) {
        NDList features = new NDList(parts.size());
        List<Attention> attention = new ArrayList<>();
        for (Encoder part : parts) {
            Encoded encoded = part.encode(input, parameters);
            features.add(encoded.features());
            attention.addAll(encoded.attention());
        }
        NDArray all = features.size() == 1 ? features.get(0) : NDArrays.concat(features, 1);
        return new Encoded(joined < 0 ? all
            : Activation.relu(Affine.apply(all, parameters[joined], parameters[joined + 1])), attention);
    }
}
