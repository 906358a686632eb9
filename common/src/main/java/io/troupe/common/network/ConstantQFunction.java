package io.troupe.common.network;

import io.troupe.common.schema.EnvironmentSchema;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Gives each action always the same value, whatever it is shown; has no weights. */
public final class ConstantQFunction implements QFunction {
    private final float[] values;
    private final int maxRows;
    private final UnsafeBuffer[] inputs;

    /** @param values of the schema's actions, in their order */
    public ConstantQFunction(EnvironmentSchema schema, float[] values, int maxRows) {
        if (values.length != schema.actionCount()) {
            throw new IllegalArgumentException(values.length + " values of " + schema.actionCount() + " actions");
        }
        this.values = values.clone();
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
        return values.length;
    }

    @Override
    public MutableDirectBuffer input(int column) {
        return inputs[column];
    }

    @Override
    public void evaluate(int rows, float[] qValues) {
        for (int row = 0; row < rows; row++) {
            System.arraycopy(values, 0, qValues, row * values.length, values.length);
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
