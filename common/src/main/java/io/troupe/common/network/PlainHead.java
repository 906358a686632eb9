package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** {@code plain}: one stream of linear layers whose last has a unit for each action. */
final class PlainHead implements Head {
    private final DenseStack layers;

    PlainHead(ParameterLayout.Builder layout, int inputSize, int hiddenUnits, int actionCount) {
        layers = new DenseStack(layout, "head", inputSize, units(hiddenUnits, actionCount), false);
    }

    static List<Integer> units(int hiddenUnits, int outputs) {
        return hiddenUnits == 0 ? List.of(outputs) : List.of(hiddenUnits, outputs);
    }

    @Override
    public Valued value(FeatureSequence features, NetworkInput input, NDArray[] parameters) {
        return new Valued(layers.apply(features.values(), parameters));
    }
}
