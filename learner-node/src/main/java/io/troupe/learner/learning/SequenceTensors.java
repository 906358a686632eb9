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
import java.util.OptionalInt;
import org.agrona.concurrent.UnsafeBuffer;

/** The observations of a batch of sequences as the engine's arrays: views of the batch's memory, on a GPU copies of it. */
final class SequenceTensors {
    private final List<ObservationColumn> columns;
    private final int[] batchColumns;
    private final int positions;
    private final int lookBack;
    private final OptionalInt beginState;
    private final OptionalInt startState;

    SequenceTensors(EnvironmentSchema schema, WindowSpec window) {
        columns = schema.observations();
        positions = window.lookBack() + window.horizon() + 1;
        lookBack = window.lookBack();
        batchColumns = new int[columns.size()];
        for (int i = 0; i < batchColumns.length; i++) {
            batchColumns[i] = window.columnOf(StepField.observation(i), Anchor.BEGIN);
            int offsets = window.columns().get(batchColumns[i]).offsets().size();
            if (offsets != positions) {
                throw new IllegalArgumentException("observation column '" + columns.get(i).name() + "' has " + offsets
                    + " positions; a sequence learner needs all " + positions);
            }
        }
        beginState = window.findColumn(StepField.STATE, Anchor.BEGIN);
        startState = window.findColumn(StepField.STATE, Anchor.START);
    }

    /** Positions {@code first} … {@code first + count − 1} of each row; with the stored state where that is the begin. */
    NetworkInput read(SampledBatch batch, NDManager step, int first, int count) {
        return read(batch, step, first, count, first == 0 ? beginState : OptionalInt.empty());
    }

    /** Whether {@link #readStart} can be called. */
    boolean hasStartState() {
        return startState.isPresent();
    }

    /** The step behind a whole burn-in, alone, with the state that is stored there: that of another sequence's begin. */
    NetworkInput readStart(SampledBatch batch, NDManager step) {
        return read(batch, step, lookBack, 1, startState);
    }

    /** Whether a state is stored at the row's start; one that is not reads as zeros. */
    boolean hasStartState(SampledBatch batch, int row) {
        int column = startState.orElseThrow();
        UnsafeBuffer states = batch.column(column);
        int from = row * batch.rowBytes(column);
        for (int i = from; i < from + batch.rowBytes(column); i++) {
            if (states.getByte(i) != 0) {
                return true;
            }
        }
        return false;
    }

    private NetworkInput read(SampledBatch batch, NDManager step, int first, int count, OptionalInt stateColumn) {
        int rows = batch.rows();
        NDList observations = new NDList(batchColumns.length);
        for (int i = 0; i < batchColumns.length; i++) {
            int elements = ObservationArrays.elements(columns.get(i));
            NDArray all = step.create(batch.columnBytes(batchColumns[i]), new Shape(rows, positions, elements),
                ObservationArrays.type(columns.get(i)));
            NDArray wanted = count == positions ? all : JniUtils.slice((PtNDArray) all, 1, first, first + count, 1);
            observations.add(wanted.reshape((long) rows * count, elements));
        }
        return new NetworkInput(observations, state(batch, step, stateColumn), rows, count);
    }

    private static NDArray state(SampledBatch batch, NDManager step, OptionalInt column) {
        return column.isEmpty() ? null : step.create(batch.columnBytes(column.getAsInt()),
            new Shape(batch.rows(), batch.rowBytes(column.getAsInt()) / Float.BYTES), DataType.FLOAT32);
    }
}
