package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code hierarchical-lstm}: a fast LSTM that goes over every step, and a slow one that takes a step every
 * {@code slow-period} steps of the episode, the first included, on the fast one's output there (a clockwork of two
 * periods, Koutník et al. 2014, each an LSTM).
 *
 * <pre>
 *   f_t = LSTM_fast(x_t)
 *   s_t = LSTM_slow(f_t) where t is a multiple of the period, else s_{t−1}
 *   [f_t, s_t]                                                                the output
 * </pre>
 *
 * The state is h and c of the fast one, h and c of the slow one, and t modulo the period, side by side: sequences may
 * begin at any step. Both levels go over a whole sequence in one call of the engine, the slow one over its own steps
 * alone; where some rows take one step more than others, that one is a second call.
 */
final class HierarchicalLstmMemory implements Memory {
    private final int units;
    private final int period;
    private final LstmLayer fast;
    private final LstmLayer slow;

    HierarchicalLstmMemory(ParameterLayout.Builder layout, int inputSize, int units, int period) {
        this.units = units;
        this.period = period;
        fast = new LstmLayer(layout, "memory.fast", inputSize, units);
        slow = new LstmLayer(layout, "memory.slow", units, units);
    }

    @Override
    public int outputSize() {
        return 2 * units;
    }

    @Override
    public int stateSize() {
        return 4 * units + 1;
    }

    @Override
    public Remembered remember(FeatureSequence features, NetworkInput shown, NDArray[] parameters) {
        int rows = features.rows();
        int positions = features.positions();
        NDArray input = features.bySequence();
        NDArray state = shown.state() == null
            ? input.getManager().zeros(new Shape(rows, stateSize()), input.getDataType()) : shown.state();
        LstmLayer.Run every = fast.run(input, part(state, 0), part(state, 1), parameters);
        SlowSteps steps = new SlowSteps(phases(state), positions, period);
        LstmLayer.Run some = slowRun(every.outputs().reshape((long) rows * positions, units), part(state, 2),
            part(state, 3), steps, parameters);
        int taken = (int) some.outputs().getShape().get(1) - 1;
        NDArray held = pick(some.outputs().reshape((1L + taken) * rows, units), steps.last(taken), rows);
        NDArray phase = input.getManager().create(steps.phasesAfter(), new Shape(rows, 1));
        return new Remembered(features.with(joined(2, every.outputs(), held), 2 * units),
            joined(1, every.h(), every.c(), some.h(), some.c(), phase));
    }

    /** The slow level: outputs (rows, 1 + steps, units) begin with the h from before. */
    private LstmLayer.Run slowRun(NDArray inputs, NDArray h, NDArray c, SlowSteps steps, NDArray[] parameters) {
        int rows = (int) h.getShape().get(0);
        int common = steps.common();
        LstmLayer.Run run = new LstmLayer.Run(null, h, c);
        List<NDArray> outputs = new ArrayList<>(List.of(h.reshape(rows, 1, units)));
        if (common > 0) {
            run = slow.run(pick(inputs, steps.places(0, common), rows), h, c, parameters);
            outputs.add(run.outputs());
        }
        boolean[] isMore = steps.isMore();
        if (isAny(isMore)) {
            NDArray input = pick(inputs, steps.places(common, common + 1), rows);
            LstmLayer.Run one = slow.run(input, run.h(), run.c(), parameters);
            PtNDArray condition = (PtNDArray) h.getManager().create(isMore, new Shape(rows, 1));
            run = new LstmLayer.Run(null, JniUtils.where(condition, (PtNDArray) one.h(), (PtNDArray) run.h()),
                JniUtils.where(condition, (PtNDArray) one.c(), (PtNDArray) run.c()));
            outputs.add(one.outputs());
        }
        return new LstmLayer.Run(joined(1, outputs.toArray(NDArray[]::new)), run.h(), run.c());
    }

    /** (rows, picked of each, units) out of (places, units). */
    private NDArray pick(NDArray from, long[] places, int rows) {
        NDManager manager = from.getManager();
        NDArray indices = manager.create(places, new Shape(rows, places.length / rows));
        return JniUtils.embedding((PtNDArray) indices, (PtNDArray) from, false);
    }

    private int[] phases(NDArray state) {
        float[] values = JniUtils.slice((PtNDArray) state, 1, 4L * units, 4L * units + 1, 1)
            .toType(DataType.FLOAT32, false).toFloatArray();
        int[] phases = new int[values.length];
        for (int row = 0; row < phases.length; row++) {
            phases[row] = Math.floorMod(Math.round(values[row]), period);
        }
        return phases;
    }

    private NDArray part(NDArray state, int index) {
        return JniUtils.slice((PtNDArray) state, 1, (long) index * units, (index + 1L) * units, 1);
    }

    private static boolean isAny(boolean[] values) {
        for (boolean value : values) {
            if (value) {
                return true;
            }
        }
        return false;
    }

    private static NDArray joined(int dimension, NDArray... parts) {
        PtNDArray[] arrays = new PtNDArray[parts.length];
        System.arraycopy(parts, 0, arrays, 0, parts.length);
        return JniUtils.cat(arrays, dimension);
    }
}
