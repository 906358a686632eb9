package io.troupe.learner.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.troupe.common.network.ObservationArrays;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepField;
import io.troupe.common.schema.WindowSpec.Anchor;
import io.troupe.common.schema.WindowSpec;
import java.util.List;

/**
 * The observations of a batch of n-step windows as the engine's arrays: views of the batch's own memory, on a GPU copies of
 * it.
 */
final class WindowTensors {
    private final List<ObservationColumn> columns;
    private final int[] nowColumns;
    private final int[] nextColumns;

    WindowTensors(EnvironmentSchema schema, WindowSpec window) {
        columns = schema.observations();
        nowColumns = new int[columns.size()];
        nextColumns = new int[columns.size()];
        for (int i = 0; i < columns.size(); i++) {
            nowColumns[i] = window.columnOf(StepField.observation(i), Anchor.START);
            nextColumns[i] = window.columnOf(StepField.observation(i), Anchor.END);
            if (window.columns().get(nowColumns[i]).offsets().size() != 1) {
                throw new IllegalArgumentException("observation column '" + columns.get(i).name() + "' is taken at "
                    + window.columns().get(nowColumns[i]).offsets() + "; an n-step learner needs it at [0]");
            }
        }
    }

    /** Fills {@code now} with the observations at the windows' starts and {@code next} with those after them. */
    void read(SampledBatch batch, NDManager step, NDList now, NDList next) {
        for (int i = 0; i < nowColumns.length; i++) {
            now.add(array(batch, nowColumns[i], columns.get(i), step));
            next.add(array(batch, nextColumns[i], columns.get(i), step));
        }
    }

    private static NDArray array(SampledBatch batch, int batchColumn, ObservationColumn column, NDManager step) {
        return step.create(batch.columnBytes(batchColumn), new Shape(batch.rows(), ObservationArrays.elements(column)),
            ObservationArrays.type(column));
    }
}
