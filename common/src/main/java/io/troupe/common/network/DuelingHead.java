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
    public NDArray qValues(NDArray features, NDArray[] parameters) {
        NDArray v = value.apply(features, parameters);
        NDArray a = advantage.apply(features, parameters);
        return v.add(a).sub(a.mean(ACTIONS, true));
    }
}
