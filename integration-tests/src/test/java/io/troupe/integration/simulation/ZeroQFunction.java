package io.troupe.integration.simulation;

import io.troupe.common.network.QFunction;
import io.troupe.common.schema.EnvironmentSchema;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Values nothing, so that first priorities are the rewards' own. */
final class ZeroQFunction implements QFunction {
    private final EnvironmentSchema schema;
    private final int maxRows;
    private final UnsafeBuffer[] inputs;

    ZeroQFunction(EnvironmentSchema schema, int maxRows) {
        this.schema = schema;
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
        return schema.actionCount();
    }

    @Override
    public MutableDirectBuffer input(int column) {
        return inputs[column];
    }

    @Override
    public void evaluate(int rows, float[] qValues) {
        Arrays.fill(qValues, 0, rows * schema.actionCount(), 0);
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
