package io.troupe.learner.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.troupe.common.network.ObservationArrays;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepField;
import io.troupe.common.schema.WindowSpec;
import java.util.List;

/**
 * The observations of a batch of n-step windows as the engine's arrays: views of the batch's own memory. A row holds
 * o_t and o_{t+n} side by side, so each is a slice with a stride, which matrix products take as it is.
 */
final class WindowTensors {
    private final List<ObservationColumn> columns;
    private final int[] batchColumns;

    WindowTensors(EnvironmentSchema schema, WindowSpec window) {
        columns = schema.observations();
        batchColumns = new int[columns.size()];
        for (int i = 0; i < batchColumns.length; i++) {
            batchColumns[i] = window.columnOf(StepField.observation(i));
            List<Integer> offsets = window.columns().get(batchColumns[i]).offsets();
            if (!offsets.equals(List.of(0, window.horizon()))) {
                throw new IllegalArgumentException("observation column '" + columns.get(i).name() + "' is taken at "
                    + offsets + "; an n-step learner needs it at [0, " + window.horizon() + "]");
            }
        }
    }

    /** Fills {@code now} with the observations at the windows' starts and {@code next} with those after them. */
    void read(SampledBatch batch, NDManager step, NDList now, NDList next) {
        for (int i = 0; i < batchColumns.length; i++) {
            ObservationColumn column = columns.get(i);
            int elements = ObservationArrays.elements(column);
            NDArray both = step.create(batch.columnBytes(batchColumns[i]), new Shape(batch.rows(), 2L * elements),
                ObservationArrays.type(column));
            now.add(JniUtils.slice((PtNDArray) both, 1, 0, elements, 1));
            next.add(JniUtils.slice((PtNDArray) both, 1, elements, 2L * elements, 1));
        }
    }
}
