package io.troupe.common.environment;

import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepLayout;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The columns of one observation, as an environment writes them and a viewer reads them. A flyweight over the bytes
 * that are stored: {@link #wrap} points it at a record. Indices count elements in row-major order.
 */
public final class Observation {
    private final StepLayout layout;
    private MutableDirectBuffer buffer;
    private int recordOffset;

    public Observation(StepLayout layout) {
        this.layout = layout;
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
        int at = offset(column) + (index >> 3);
        int mask = 1 << (index & 7);
        byte old = buffer.getByte(at);
        buffer.putByte(at, (byte) (value ? old | mask : old & ~mask));
    }

    /** Sets a whole column: its bytes as they are stored, which lie in {@code source} from {@code sourceOffset} on. */
    public void putColumn(int column, DirectBuffer source, int sourceOffset) {
        buffer.putBytes(offset(column), source, sourceOffset, layout.schema().observations().get(column).bytes());
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

    private int offset(int column) {
        return recordOffset + layout.columnOffset(column);
    }
}
