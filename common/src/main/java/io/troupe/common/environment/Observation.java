package io.troupe.common.environment;

import io.troupe.common.schema.ActionMask;
import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepLayout;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The columns of one observation, and which actions are legal then, as an environment writes them and a viewer reads them.
 * A flyweight over the bytes that are stored: {@link #wrap} points it at a record. Indices count elements in row-major
 * order.
 */
public final class Observation {
    private final StepLayout layout;
    private final int[] columnBytes;
    private final ActionMask mask;
    private final int maskedActions;
    private MutableDirectBuffer buffer;
    private int recordOffset;

    public Observation(StepLayout layout) {
        this.layout = layout;
        columnBytes = layout.schema().observations().stream().mapToInt(ObservationColumn::bytes).toArray();
        mask = new ActionMask(layout);
        maskedActions = layout.schema().hasActionMask() ? layout.schema().actionCount() : 0;
    }

    /** Points at the record that begins at {@code recordOffset}. */
    public Observation wrap(MutableDirectBuffer buffer, int recordOffset) {
        this.buffer = buffer;
        this.recordOffset = recordOffset;
        return this;
    }

    /** Sets a FLOAT32 element. */
    public void putFloat(int column, int index, float value) {
        buffer.putFloat(offset(column) + 4 * index, value, ByteOrder.LITTLE_ENDIAN);
    }

    /** Sets a UINT8 element to 0 … 255. */
    public void putByte(int column, int index, int value) {
        buffer.putByte(offset(column) + index, (byte) value);
    }

    /** Sets a BIT element. */
    public void putBit(int column, int index, boolean value) {
        putBitAt(offset(column), index, value);
    }

    private void putBitAt(int first, int index, boolean value) {
        int at = first + (index >> 3);
        int bit = 1 << (index & 7);
        byte old = buffer.getByte(at);
        buffer.putByte(at, (byte) (value ? old | bit : old & ~bit));
    }

    /**
     * Sets the first {@code count} BIT elements at once: element i is bit i mod 64 of {@code words[i / 64]}. Bits behind
     * the last one are 0. For environments with many bits: hundreds of single ones cost more than a step.
     */
    public void putBits(int column, long[] words, int count) {
        int at = offset(column);
        int bytes = count + 7 >> 3;
        int whole = bytes >> 3;
        for (int i = 0; i < whole; i++) {
            buffer.putLong(at + 8 * i, words[i], ByteOrder.LITTLE_ENDIAN);
        }
        for (int i = 8 * whole; i < bytes; i++) {
            buffer.putByte(at + i, (byte) (words[whole] >>> 8 * (i & 7)));
        }
    }

    /** Sets a whole column: its bytes as they are stored, which lie in {@code source} from {@code sourceOffset} on. */
    public void putColumn(int column, DirectBuffer source, int sourceOffset) {
        buffer.putBytes(offset(column), source, sourceOffset, columnBytes[column]);
    }

    /** An element of any type as a number: a float, 0 … 255, or 0 and 1. */
    public float value(int column, int index) {
        ObservationColumn described = layout.schema().observations().get(column);
        if (described.type() == ElementType.FLOAT32) {
            return buffer.getFloat(offset(column) + 4 * index, ByteOrder.LITTLE_ENDIAN);
        }
        if (described.type() == ElementType.UINT8) {
            return buffer.getByte(offset(column) + index) & 0xFF;
        }
        return (buffer.getByte(offset(column) + (index >> 3)) >> (index & 7)) & 1;
    }

    /**
     * Says whether an action is legal, where the schema has a mask: of each one, with every observation that does not
     * terminate its episode. One at least has to be.
     *
     * @throws IllegalArgumentException where the schema has no mask, or not this action
     */
    public void putLegal(int action, boolean isLegal) {
        if (action < 0 || action >= maskedActions) {
            throw new IllegalArgumentException("action " + action + " cannot be said to be legal or not: the schema has "
                + layout.schema().actionCount() + " actions and hasActionMask = " + layout.schema().hasActionMask());
        }
        putBitAt(recordOffset + layout.actionMaskOffset(), action, isLegal);
    }

    /**
     * Says of all actions whether they are legal: bits as they are stored, which lie in {@code source} from {@code
     * sourceOffset} on. Does nothing where the schema has no mask.
     */
    public void putLegalActions(DirectBuffer source, int sourceOffset) {
        buffer.putBytes(recordOffset + layout.actionMaskOffset(), source, sourceOffset, layout.actionMaskBytes());
    }

    /** Says of each action what {@code source} says, which is of as many actions. */
    void putLegalActions(Observation source) {
        putLegalActions(source.buffer, source.recordOffset + source.layout.actionMaskOffset());
    }

    /** Whether an action is legal; always where there is no mask. */
    public boolean isLegal(int action) {
        return mask.isLegal(buffer, recordOffset, action);
    }

    private int offset(int column) {
        return recordOffset + layout.columnOffset(column);
    }
}
