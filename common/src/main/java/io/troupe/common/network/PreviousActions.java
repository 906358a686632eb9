package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.List;

/** What was done at each position: the next position's observation tells it, in its column {@code previous-action}. */
final class PreviousActions {
    private static final String COLUMN = "previous-action";

    private final int column;
    private final int actionCount;
    private final FlatObservations bits;

    /** @throws TroupeException CONFIGURATION where observations do not tell it */
    PreviousActions(EnvironmentSchema schema) {
        List<ObservationColumn> columns = schema.observations();
        actionCount = schema.actionCount();
        column = columns.indexOf(new ObservationColumn(COLUMN, ElementType.BIT, List.of(actionCount)));
        if (column < 0) {
            throw new TroupeException(ErrorCode.CONFIGURATION, "network.memory.kind = episodic remembers what was done,"
                + " and the observations " + columns.stream().map(ObservationColumn::name).toList()
                + " do not tell it; expected a column " + COLUMN + " with a bit for each of " + actionCount
                + " actions: set environment.previous-action = true");
        }
        bits = new FlatObservations(new EnvironmentSchema(List.of(columns.get(column)), actionCount));
    }

    int actionCount() {
        return actionCount;
    }

    /** One-hot, (rows, positions, actions); zeros at the last position, which nothing has followed yet. */
    NDArray done(NetworkInput shown) {
        PtNDArray previous = (PtNDArray) bits.flatten(new NDList(shown.observations().get(column)))
            .reshape(shown.rows(), shown.positions(), actionCount);
        PtNDArray none = (PtNDArray) previous.getManager().zeros(new Shape(shown.rows(), 1, actionCount));
        return JniUtils.cat(new PtNDArray[] {JniUtils.slice(previous, 1, 1, shown.positions(), 1), none}, 1);
    }
}
