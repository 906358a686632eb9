package io.troupe.learner.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.troupe.common.network.NetworkInput;
import io.troupe.common.network.ObservationArrays;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepField;
import io.troupe.common.schema.WindowSpec.Anchor;
import io.troupe.common.schema.WindowSpec;
import java.util.List;

/** The observations of a batch of sequences as the engine's arrays: views of the batch's own memory. */
final class SequenceTensors {
    private static final int NO_COLUMN = -1;

    private final List<ObservationColumn> columns;
    private final int[] batchColumns;
    private final int positions;
    private final int stateColumn;

    SequenceTensors(EnvironmentSchema schema, WindowSpec window) {
        columns = schema.observations();
        positions = window.lookBack() + window.horizon() + 1;
        batchColumns = new int[columns.size()];
        for (int i = 0; i < batchColumns.length; i++) {
            batchColumns[i] = window.columnOf(StepField.observation(i), Anchor.BEGIN);
            int offsets = window.columns().get(batchColumns[i]).offsets().size();
            if (offsets != positions) {
                throw new IllegalArgumentException("observation column '" + columns.get(i).name() + "' has " + offsets
                    + " positions; a sequence learner needs all " + positions);
            }
        }
        stateColumn = window.columns().stream().anyMatch(column -> column.field().equals(StepField.STATE))
            ? window.columnOf(StepField.STATE, Anchor.BEGIN) : NO_COLUMN;
    }

    /** Positions {@code first} … {@code first + count − 1} of each row; with the stored state where that is the begin. */
    NetworkInput read(SampledBatch batch, NDManager step, int first, int count) {
        int rows = batch.rows();
        NDList observations = new NDList(batchColumns.length);
        for (int i = 0; i < batchColumns.length; i++) {
            int elements = ObservationArrays.elements(columns.get(i));
            NDArray all = step.create(batch.columnBytes(batchColumns[i]), new Shape(rows, positions, elements),
                ObservationArrays.type(columns.get(i)));
            NDArray wanted = count == positions ? all : JniUtils.slice((PtNDArray) all, 1, first, first + count, 1);
            observations.add(wanted.reshape((long) rows * count, elements));
        }
        return new NetworkInput(observations, first == 0 ? state(batch, step) : null, rows, count);
    }

    private NDArray state(SampledBatch batch, NDManager step) {
        return stateColumn == NO_COLUMN ? null : step.create(batch.columnBytes(stateColumn),
            new Shape(batch.rows(), batch.rowBytes(stateColumn) / Float.BYTES), DataType.FLOAT32);
    }
}
