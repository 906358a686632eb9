package io.troupe.common.network;

import ai.djl.ndarray.NDArray;

/** {@code dueling}: Q(s, a) = V(s) + A(s, a) − mean_a A(s, a) (Wang et al. 2016, equation 9). */
final class DuelingHead implements Head {
    private static final int[] ACTIONS = {1};

    private final DenseStack value;
    private final DenseStack advantage;

    DuelingHead(ParameterLayout.Builder layout, int inputSize, int hiddenUnits, int actionCount) {
        value = new DenseStack(layout, "head.value", inputSize, PlainHead.units(hiddenUnits, 1), false);
        advantage = new DenseStack(layout, "head.advantage", inputSize, PlainHead.units(hiddenUnits, actionCount),
            false);
    }

    @Override
    public Valued value(FeatureSequence features, NetworkInput input, NDArray[] parameters) {
        NDArray v = value.apply(features.values(), parameters);
        NDArray a = advantage.apply(features.values(), parameters);
        return new Valued(v.add(a).sub(a.mean(ACTIONS, true)));
    }
}
