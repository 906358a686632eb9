package io.troupe.actor.evaluation;

import io.troupe.common.network.QFunction;
import io.troupe.common.schema.EnvironmentSchema;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Values one action at 1 and the others at 0, whatever it is shown. */
final class FixedAction implements QFunction {
    private final int actionCount;
    private final int action;
    private final int maxRows;
    private final UnsafeBuffer[] inputs;

    FixedAction(EnvironmentSchema schema, int action, int maxRows) {
        actionCount = schema.actionCount();
        this.action = action;
        this.maxRows = maxRows;
        inputs = schema.observations().stream().map(column -> new UnsafeBuffer(new byte[maxRows * column.bytes()]))
            .toArray(UnsafeBuffer[]::new);
    }

    @Override
    public int maxRows() {
        return maxRows;
    }

    @Override
    public int actionCount() {
        return actionCount;
    }

    @Override
    public MutableDirectBuffer input(int column) {
        return inputs[column];
    }

    @Override
    public void evaluate(int rows, float[] qValues) {
        Arrays.fill(qValues, 0, rows * actionCount, 0);
        for (int row = 0; row < rows; row++) {
            qValues[row * actionCount + action] = 1;
        }
    }

    @Override
    public void load(DirectBuffer weights) {
        // It has none.
    }

    @Override
    public void close() {
        // It holds nothing.
    }
}
