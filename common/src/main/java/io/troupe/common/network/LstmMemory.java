package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/** {@code lstm}: an {@link LstmLayer} over the features. The state is h and c, side by side. */
final class LstmMemory implements Memory {
    private final int units;
    private final LstmLayer lstm;

    LstmMemory(ParameterLayout.Builder layout, int inputSize, int units) {
        this.units = units;
        lstm = new LstmLayer(layout, "memory", inputSize, units);
    }

    @Override
    public int outputSize() {
        return units;
    }

    @Override
    public int stateSize() {
        return 2 * units;
    }

    @Override
    public Remembered remember(FeatureSequence features, NetworkInput shown, NDArray[] parameters) {
        PtNDArray state = (PtNDArray) shown.state();
        NDArray h = state == null ? null : JniUtils.slice(state, 1, 0, units, 1);
        NDArray c = state == null ? null : JniUtils.slice(state, 1, units, 2L * units, 1);
        LstmLayer.Run run = lstm.run(features.bySequence(), h, c, parameters);
        NDArray after = JniUtils.cat(new PtNDArray[] {(PtNDArray) run.h(), (PtNDArray) run.c()}, 1);
        return new Remembered(features.with(run.outputs(), units), after);
    }
}
