package io.troupe.common.wire;

import static io.troupe.common.wire.MessageHeader.ORDER;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Actor → shard: consecutive records of one lane, the first priorities of the windows that these records complete, and
 * recurrent states at which windows begin. A flyweight: {@link #wrap} it over received bytes, or {@link #begin} over
 * bytes to be written. Little-endian.
 *
 * <pre>
 *   0        8        16      20       24      32             36               40            44
 *   | header | laneId | epoch | sender | first | record count | priority count | state count | pad | …
 *   |        | long   | int   | int    | long  | int          | int            | int         | int |
 *   48
 *   | records …        | priorities …         | states …                          |
 *   | records × stride | each int delta,float | each int delta, int pad, the state, to a multiple of 8 |
 * </pre>
 *
 * Records are numbered by their lane from 0, closing records too. A priority belongs to the window that starts at
 * record {@code first + delta}, a state to record {@code first + delta}; the delta may be negative.
 */
public final class StepsMessage {
    private static final int LANE = 8;
    private static final int EPOCH = 16;
    private static final int SENDER = 20;
    private static final int FIRST = 24;
    private static final int RECORD_COUNT = 32;
    private static final int PRIORITY_COUNT = 36;
    private static final int STATE_COUNT = 40;
    public static final int RECORDS = 48;
    public static final int PRIORITY_BYTES = 8;
    /** The most records of a message. */
    public static final int MAX_RECORDS = 64;
    /** The most priorities, and the most states: far more than 64 records and the windows before them can have. */
    public static final int MAX_ENTRIES = 8192;
    /** No record has a higher number, so that sums of numbers and counts do not overflow. */
    public static final long MAX_RECORD_NUMBER = 1L << 62;

    private final int stride;
    private final int stateBytes;
    private final int stateEntryBytes;
    private final UnsafeBuffer buffer = new UnsafeBuffer();

    /** Of steps without recurrent states. */
    public StepsMessage(int recordStride) {
        this(recordStride, 0);
    }

    /**
     * Both sides know these from the run's description.
     *
     * @param recordStride bytes from one record to the next
     * @param stateBytes   of a recurrent state; 0 where there are none
     */
    public StepsMessage(int recordStride, int stateBytes) {
        this.stride = recordStride;
        this.stateBytes = stateBytes;
        stateEntryBytes = stateEntryBytes(stateBytes);
    }

    public static int length(int recordStride, int recordCount, int priorityCount) {
        return RECORDS + recordCount * recordStride + priorityCount * PRIORITY_BYTES;
    }

    /** Bytes that a state takes in a message, with the record that it belongs to. */
    public static int stateEntryBytes(int stateBytes) {
        return 8 + (stateBytes + 7 & ~7);
    }

    /**
     * Wraps received bytes. False, and nothing to read, where they are not a whole message of this kind, or tell a
     * number that none can have.
     */
    public boolean wrap(DirectBuffer source, int offset, int length) {
        if (!MessageHeader.isValid(source, offset, length, MessageHeader.TYPE_STEPS, RECORDS)) {
            return false;
        }
        int records = source.getInt(offset + RECORD_COUNT, ORDER);
        int priorities = source.getInt(offset + PRIORITY_COUNT, ORDER);
        int states = source.getInt(offset + STATE_COUNT, ORDER);
        long first = source.getLong(offset + FIRST, ORDER);
        if (records < 0 || records > MAX_RECORDS || priorities < 0 || priorities > MAX_ENTRIES
            || states < 0 || states > MAX_ENTRIES || states > 0 && stateBytes == 0
            || first < 0 || first > MAX_RECORD_NUMBER
            || source.getLong(offset + LANE, ORDER) < 0 || source.getInt(offset + EPOCH, ORDER) < 0
            || RECORDS + (long) records * stride + (long) priorities * PRIORITY_BYTES + (long) states * stateEntryBytes
                != length) {
            return false;
        }
        buffer.wrap(source, offset, length);
        return true;
    }

    /** Starts a message without states. */
    public StepsMessage begin(MutableDirectBuffer target, int offset, long laneId, int epoch, int senderNodeId,
                              long firstRecord, int recordCount, int priorityCount) {
        return begin(target, offset, laneId, epoch, senderNodeId, firstRecord, recordCount, priorityCount, 0);
    }

    /** Starts a message over {@code target}, which must hold it; records, priorities and states are put next. */
    public StepsMessage begin(MutableDirectBuffer target, int offset, long laneId, int epoch, int senderNodeId,
                              long firstRecord, int recordCount, int priorityCount, int stateCount) {
        int length = length(stride, recordCount, priorityCount) + stateCount * stateEntryBytes;
        buffer.wrap(target, offset, length);
        MessageHeader.write(buffer, 0, MessageHeader.TYPE_STEPS, length);
        buffer.putLong(LANE, laneId, ORDER);
        buffer.putInt(EPOCH, epoch, ORDER);
        buffer.putInt(SENDER, senderNodeId, ORDER);
        buffer.putLong(FIRST, firstRecord, ORDER);
        buffer.putInt(RECORD_COUNT, recordCount, ORDER);
        buffer.putInt(PRIORITY_COUNT, priorityCount, ORDER);
        buffer.putInt(STATE_COUNT, stateCount, ORDER);
        buffer.putInt(STATE_COUNT + 4, 0, ORDER);
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

    /** The state as it was before the observation of this record went in. */
    public StepsMessage putState(int index, long recordNumber, DirectBuffer source, int sourceOffset) {
        int at = statesOffset() + index * stateEntryBytes;
        buffer.putInt(at, Math.toIntExact(recordNumber - firstRecord()), ORDER);
        buffer.putInt(at + 4, 0, ORDER);
        buffer.putBytes(at + 8, source, sourceOffset, stateBytes);
        buffer.setMemory(at + 8 + stateBytes, stateEntryBytes - 8 - stateBytes, (byte) 0);
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

    public int stateCount() {
        return buffer.getInt(STATE_COUNT, ORDER);
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

    public long stateRecord(int index) {
        return firstRecord() + buffer.getInt(statesOffset() + index * stateEntryBytes, ORDER);
    }

    /** Where the state {@code index} begins in {@link #buffer()}. */
    public int stateOffset(int index) {
        return statesOffset() + index * stateEntryBytes + 8;
    }

    /** The message's bytes, from offset 0. */
    public DirectBuffer buffer() {
        return buffer;
    }

    public int length() {
        return buffer.capacity();
    }

    private int statesOffset() {
        return priorityOffset(priorityCount());
    }

    private int priorityOffset(int index) {
        return RECORDS + recordCount() * stride + index * PRIORITY_BYTES;
    }
}
