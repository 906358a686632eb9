package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/** {@code lstm} (Hochreiter & Schmidhuber 1997, with forget gates). The state is h and c, side by side. */
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
        LstmLayer.Run run = state == null ? lstm.run(features.bySequence(), null, null, parameters)
            : lstm.run(features.bySequence(), JniUtils.slice(state, 1, 0, units, 1),
                JniUtils.slice(state, 1, units, 2L * units, 1), parameters);
        NDArray after = JniUtils.cat(new PtNDArray[] {(PtNDArray) run.h(), (PtNDArray) run.c()}, 1);
        return new Remembered(features.with(run.outputs(), units), after);
    }
}
