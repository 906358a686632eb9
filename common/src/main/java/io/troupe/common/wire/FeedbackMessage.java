package io.troupe.common.wire;

import static io.troupe.common.wire.MessageHeader.ORDER;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Learner → shard: new priorities, the next request for rows, and how far inserts may go. Little-endian.
 *
 * <pre>
 *   0        8          16             24         32     36            40
 *   | header | store id | insert limit | batch id | rows | update count | updates … each: key long, priority float, pad |
 * </pre>
 *
 * {@code insert limit} is the number of steps, in the shard's own count of steps ever stored, at which it stops taking
 * steps ({@link Long#MAX_VALUE}: never). {@code rows} are owed on top of what was asked for before, under
 * {@code batch id}; 0 asks for nothing. Updates for another store than the receiver's are counted as late; request and
 * limit count all the same.
 */
public final class FeedbackMessage {
    private static final int STORE_ID = 8;
    private static final int INSERT_LIMIT = 16;
    private static final int BATCH_ID = 24;
    private static final int ROWS = 32;
    private static final int UPDATE_COUNT = 36;
    private static final int UPDATES = 40;
    private static final int UPDATE_BYTES = 16;
    /** The most rows that one message may ask for: far more than a batch, and served within a second. */
    public static final int MAX_ROWS = 1 << 20;

    private final UnsafeBuffer buffer = new UnsafeBuffer();

    public static int length(int updateCount) {
        return UPDATES + updateCount * UPDATE_BYTES;
    }

    public boolean wrap(DirectBuffer source, int offset, int length) {
        if (!MessageHeader.isValid(source, offset, length, MessageHeader.TYPE_FEEDBACK, UPDATES)) {
            return false;
        }
        int count = source.getInt(offset + UPDATE_COUNT, ORDER);
        int rows = source.getInt(offset + ROWS, ORDER);
        if (count < 0 || rows < 0 || rows > MAX_ROWS || source.getLong(offset + INSERT_LIMIT, ORDER) < 0
            || UPDATES + (long) count * UPDATE_BYTES != length) {
            return false;
        }
        buffer.wrap(source, offset, length);
        return true;
    }

    public FeedbackMessage begin(MutableDirectBuffer target, int offset, long storeId, long insertLimitSteps,
                                 long batchId, int rows, int updateCount) {
        int length = length(updateCount);
        buffer.wrap(target, offset, length);
        MessageHeader.write(buffer, 0, MessageHeader.TYPE_FEEDBACK, length);
        buffer.putLong(STORE_ID, storeId, ORDER);
        buffer.putLong(INSERT_LIMIT, insertLimitSteps, ORDER);
        buffer.putLong(BATCH_ID, batchId, ORDER);
        buffer.putInt(ROWS, rows, ORDER);
        buffer.putInt(UPDATE_COUNT, updateCount, ORDER);
        return this;
    }

    public FeedbackMessage putUpdate(int index, long key, float priority) {
        int at = UPDATES + index * UPDATE_BYTES;
        buffer.putLong(at, key, ORDER);
        buffer.putFloat(at + 8, priority, ORDER);
        buffer.putInt(at + 12, 0, ORDER);
        return this;
    }

    public long storeId() {
        return buffer.getLong(STORE_ID, ORDER);
    }

    public long insertLimitSteps() {
        return buffer.getLong(INSERT_LIMIT, ORDER);
    }

    public long batchId() {
        return buffer.getLong(BATCH_ID, ORDER);
    }

    public int rows() {
        return buffer.getInt(ROWS, ORDER);
    }

    public int updateCount() {
        return buffer.getInt(UPDATE_COUNT, ORDER);
    }

    public long key(int index) {
        return buffer.getLong(UPDATES + index * UPDATE_BYTES, ORDER);
    }

    public float priority(int index) {
        return buffer.getFloat(UPDATES + index * UPDATE_BYTES + 8, ORDER);
    }

    public int length() {
        return buffer.capacity();
    }
}
