package io.troupe.actor.acting;

import io.troupe.common.network.QFunction;
import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Q(s, a) = weights[a] · (sum of the first float column) + a/8. Its state, where it has one, is the number of
 * observations of the episode so far, an int. Allocates nothing after its creation. Counts its calls and refuses wrong
 * ones.
 */
public class FakeQFunction implements QFunction {
    private final int elements;
    private final int maxRows;
    private final UnsafeBuffer[] inputs;
    private final float[] weights;
    private boolean isLoaded;
    private boolean isClosed;
    private long evaluations;
    private final boolean[] isBegun;
    private final int stateBytes;
    private final int[] seen;
    private final int[] laneOfRow;

    public FakeQFunction(EnvironmentSchema schema, int maxRows) {
        this(schema, maxRows, 0);
    }

    /** @param stateBytes of its state, at least 4; 0: it has none */
    public FakeQFunction(EnvironmentSchema schema, int maxRows, int stateBytes) {
        this.stateBytes = stateBytes;
        seen = new int[maxRows];
        laneOfRow = new int[maxRows];
        elements = schema.observations().get(0).elements();
        this.maxRows = maxRows;
        isBegun = new boolean[maxRows];
        inputs = schema.observations().stream()
            .map(column -> new UnsafeBuffer(new byte[maxRows * column.bytes()])).toArray(UnsafeBuffer[]::new);
        weights = new float[schema.actionCount()];
        if (schema.observations().get(0).type() != ElementType.FLOAT32) {
            throw new AssertionError("the first column must be of floats");
        }
    }

    /** Weights with these numbers, one for each action. */
    public static DirectBuffer weights(float... values) {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[4 * values.length]);
        for (int i = 0; i < values.length; i++) {
            buffer.putFloat(4 * i, values[i], ByteOrder.LITTLE_ENDIAN);
        }
        return buffer;
    }

    @Override
    public int maxRows() {
        return maxRows;
    }

    @Override
    public int actionCount() {
        return weights.length;
    }

    @Override
    public MutableDirectBuffer input(int column) {
        return inputs[column];
    }

    @Override
    public void show(int row, int lane, int previousAction, float previousReward) {
        if (row < 0 || row >= maxRows || previousAction != NO_ACTION && !isBegun[lane]
            || previousAction < NO_ACTION || previousAction >= weights.length) {
            throw new AssertionError("row " + row + " of lane " + lane + " after action " + previousAction);
        }
        isBegun[lane] = true;
        laneOfRow[row] = lane;
        if (previousAction == NO_ACTION) {
            seen[lane] = 0;
        }
    }

    @Override
    public int stateBytes() {
        return stateBytes;
    }

    @Override
    public void storeState(int lane, MutableDirectBuffer target, int offset) {
        if (stateBytes == 0) {
            throw new AssertionError("there is no state");
        }
        target.setMemory(offset, stateBytes, (byte) lane);
        target.putInt(offset, seen[lane], ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void evaluate(int rows, float[] qValues) {
        if (isClosed || !isLoaded || rows < 1 || rows > maxRows || qValues.length < rows * weights.length) {
            throw new AssertionError("evaluated " + rows + " of " + maxRows + " rows, loaded " + isLoaded);
        }
        evaluations++;
        for (int row = 0; row < rows; row++) {
            seen[laneOfRow[row]]++;
            float sum = 0;
            for (int i = 0; i < elements; i++) {
                sum += inputs[0].getFloat(4 * (row * elements + i), ByteOrder.LITTLE_ENDIAN);
            }
            for (int action = 0; action < weights.length; action++) {
                qValues[row * weights.length + action] = weights[action] * sum + action / 8f;
            }
        }
    }

    @Override
    public void load(DirectBuffer source) {
        if (source.capacity() != 4 * weights.length) {
            throw new AssertionError("got " + source.capacity() + " bytes of weights");
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] = source.getFloat(4 * i, ByteOrder.LITTLE_ENDIAN);
        }
        isLoaded = true;
    }

    public long evaluations() {
        return evaluations;
    }

    public boolean isClosed() {
        return isClosed;
    }

    @Override
    public void close() {
        isClosed = true;
    }
}
