package io.troupe.common.wire;

import static io.troupe.common.wire.MessageHeader.ORDER;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Actor → shard: consecutive records of one lane, and the first priorities of the windows that these records complete.
 * A flyweight: {@link #wrap} it over received bytes, or {@link #begin} over bytes to be written. Little-endian.
 *
 * <pre>
 *   0        8        16      20       24        32             36               40
 *   | header | laneId | epoch | sender | first   | record count | priority count | records … | priorities … |
 *   |        | long   | int   | int    | long    | int          | int            | n × stride| m × (int, float) |
 * </pre>
 *
 * Records are numbered by their lane from 0, closing records too. A priority belongs to the window that starts at record
 * {@code first + delta}; the delta may be negative.
 */
public final class StepsMessage {
    private static final int LANE = 8;
    private static final int EPOCH = 16;
    private static final int SENDER = 20;
    private static final int FIRST = 24;
    private static final int RECORD_COUNT = 32;
    private static final int PRIORITY_COUNT = 36;
    public static final int RECORDS = 40;
    public static final int PRIORITY_BYTES = 8;
    /** The most records of a message. */
    public static final int MAX_RECORDS = 64;

    private final int stride;
    private final UnsafeBuffer buffer = new UnsafeBuffer();

    /** @param recordStride bytes from one record to the next: both sides know it from the run's description */
    public StepsMessage(int recordStride) {
        this.stride = recordStride;
    }

    public static int length(int recordStride, int recordCount, int priorityCount) {
        return RECORDS + recordCount * recordStride + priorityCount * PRIORITY_BYTES;
    }

    /** Wraps received bytes. False, and nothing to read, where they are not a whole message of this kind. */
    public boolean wrap(DirectBuffer source, int offset, int length) {
        if (!MessageHeader.isValid(source, offset, length, MessageHeader.TYPE_STEPS, RECORDS)) {
            return false;
        }
        int records = source.getInt(offset + RECORD_COUNT, ORDER);
        int priorities = source.getInt(offset + PRIORITY_COUNT, ORDER);
        if (records < 0 || records > MAX_RECORDS || priorities < 0
            || RECORDS + (long) records * stride + (long) priorities * PRIORITY_BYTES != length) {
            return false;
        }
        buffer.wrap(source, offset, length);
        return true;
    }

    /** Starts a message over {@code target}, which must hold {@link #length}; records and priorities are put next. */
    public StepsMessage begin(MutableDirectBuffer target, int offset, long laneId, int epoch, int senderNodeId,
                              long firstRecord, int recordCount, int priorityCount) {
        int length = length(stride, recordCount, priorityCount);
        buffer.wrap(target, offset, length);
        MessageHeader.write(buffer, 0, MessageHeader.TYPE_STEPS, length);
        buffer.putLong(LANE, laneId, ORDER);
        buffer.putInt(EPOCH, epoch, ORDER);
        buffer.putInt(SENDER, senderNodeId, ORDER);
        buffer.putLong(FIRST, firstRecord, ORDER);
        buffer.putInt(RECORD_COUNT, recordCount, ORDER);
        buffer.putInt(PRIORITY_COUNT, priorityCount, ORDER);
        return this;
    }

    public StepsMessage putRecord(int index, DirectBuffer source, int sourceOffset) {
        buffer.putBytes(recordOffset(index), source, sourceOffset, stride);
        return this;
    }

    public StepsMessage putPriority(int index, long recordNumber, float priority) {
        int at = priorityOffset(index);
        buffer.putInt(at, Math.toIntExact(recordNumber - firstRecord()), ORDER);
        buffer.putFloat(at + 4, priority, ORDER);
        return this;
    }

    public long laneId() {
        return buffer.getLong(LANE, ORDER);
    }

    public int epoch() {
        return buffer.getInt(EPOCH, ORDER);
    }

    public int senderNodeId() {
        return buffer.getInt(SENDER, ORDER);
    }

    public long firstRecord() {
        return buffer.getLong(FIRST, ORDER);
    }

    public int recordCount() {
        return buffer.getInt(RECORD_COUNT, ORDER);
    }

    public int priorityCount() {
        return buffer.getInt(PRIORITY_COUNT, ORDER);
    }

    /** Where record {@code index} begins in {@link #buffer()}. */
    public int recordOffset(int index) {
        return RECORDS + index * stride;
    }

    public long priorityRecord(int index) {
        return firstRecord() + buffer.getInt(priorityOffset(index), ORDER);
    }

    public float priority(int index) {
        return buffer.getFloat(priorityOffset(index) + 4, ORDER);
    }

    /** The message's bytes, from offset 0. */
    public DirectBuffer buffer() {
        return buffer;
    }

    public int length() {
        return buffer.capacity();
    }

    private int priorityOffset(int index) {
        return RECORDS + recordCount() * stride + index * PRIORITY_BYTES;
    }
}
