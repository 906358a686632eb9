package io.troupe.replay.client;

import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepLayout;
import java.nio.ByteOrder;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One step to be appended: o_t by column, a_t, r_{t+1}, how it ended. What is not set is 0, but all actions are
 * legal. Made for a client's layout, and used again for the next step after {@link #clear}.
 */
public final class Step {
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private final StepLayout layout;
    private final UnsafeBuffer record;

    Step(StepLayout layout) {
        this.layout = layout;
        record = new UnsafeBuffer(new byte[layout.stride()]);
        clear();
    }

    /** Sets everything to 0, and all actions legal. */
    public Step clear() {
        record.setMemory(0, record.capacity(), (byte) 0);
        record.setMemory(layout.actionMaskOffset(), layout.actionMaskBytes(), (byte) 0xFF);
        return this;
    }

    /** Values of a FLOAT32 column, as many as its shape has elements, the last dimension fastest. */
    public Step floats(String column, float... values) {
        int at = find(column, ElementType.FLOAT32, values.length);
        for (int i = 0; i < values.length; i++) {
            record.putFloat(at + 4 * i, values[i], ORDER);
        }
        return this;
    }

    /** Values of a UINT8 column. */
    public Step bytes(String column, byte... values) {
        record.putBytes(find(column, ElementType.UINT8, values.length), values);
        return this;
    }

    /** Values of a BIT column. */
    public Step bits(String column, boolean... values) {
        putBits(find(column, ElementType.BIT, values.length), values);
        return this;
    }

    /** Of each action whether it is legal, as one at least has to be; only where the schema has a mask. */
    public Step legalActions(boolean... values) {
        if (layout.actionMaskBytes() == 0 || values.length != layout.schema().actionCount()) {
            throw new IllegalArgumentException("got a mask of " + values.length + " actions, expected "
                + (layout.actionMaskBytes() == 0 ? "none" : "one of " + layout.schema().actionCount()));
        }
        boolean isAnyLegal = false;
        for (boolean value : values) {
            isAnyLegal |= value;
        }
        if (!isAnyLegal) {
            throw new IllegalArgumentException("got a mask in which no action is legal, expected one at least");
        }
        putBits(layout.actionMaskOffset(), values);
        return this;
    }

    public Step action(int action) {
        if (action < 0 || action >= layout.schema().actionCount()) {
            throw new IllegalArgumentException(
                "got action " + action + ", expected 0 to " + (layout.schema().actionCount() - 1));
        }
        record.putInt(StepLayout.ACTION_OFFSET, action, ORDER);
        return this;
    }

    public Step reward(float reward) {
        record.putFloat(StepLayout.REWARD_OFFSET, reward, ORDER);
        return this;
    }

    /** Names the weights that chose the action; comes back with the window. */
    public Step weightsVersion(long version) {
        record.putLong(StepLayout.WEIGHTS_VERSION_OFFSET, version, ORDER);
        return this;
    }

    /** The MDP ended with this step: nothing to bootstrap from. */
    public Step terminated() {
        return flag(StepLayout.FLAG_TERMINATED);
    }

    /** The episode was cut after this step: {@link ReplayClient#appendFinal} must follow with the final observation. */
    public Step truncated() {
        return flag(StepLayout.FLAG_TRUNCATED);
    }

    DirectBuffer record() {
        return record;
    }

    int flags() {
        return record.getInt(StepLayout.FLAGS_OFFSET, ORDER);
    }

    private Step flag(int flag) {
        record.putInt(StepLayout.FLAGS_OFFSET, flags() | flag, ORDER);
        return this;
    }

    private void putBits(int at, boolean... values) {
        record.setMemory(at, ElementType.BIT.bytesFor(values.length), (byte) 0);
        for (int i = 0; i < values.length; i++) {
            if (values[i]) {
                record.putByte(at + i / 8, (byte) (record.getByte(at + i / 8) | 1 << i % 8));
            }
        }
    }

    private int find(String name, ElementType type, int elements) {
        List<ObservationColumn> columns = layout.schema().observations();
        for (int i = 0; i < columns.size(); i++) {
            ObservationColumn column = columns.get(i);
            if (column.name().equals(name)) {
                if (column.type() != type || column.elements() != elements) {
                    throw new IllegalArgumentException("column '" + name + "' takes " + column.elements()
                        + " values of "
                        + column.type() + ", got " + elements + " of " + type);
                }
                return layout.columnOffset(i);
            }
        }
        throw new IllegalArgumentException("no column is called '" + name + "'; there are "
            + columns.stream().map(ObservationColumn::name).toList());
    }
}
