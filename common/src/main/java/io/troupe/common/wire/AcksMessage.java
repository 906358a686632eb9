package io.troupe.common.wire;

import static io.troupe.common.wire.MessageHeader.ORDER;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Shard → actor: how far each of the actor's lanes is stored. Cumulative, so a lost one does no harm. Little-endian.
 *
 * <pre>
 *   0        8          16       20      24
 *   | header | store id | sender | flags | count, pad | lanes … each: laneId long, stored long, epoch int, pad int |
 *                                         24      32
 * </pre>
 */
public final class AcksMessage {
    private static final int STORE_ID = 8;
    private static final int SENDER = 16;
    private static final int FLAGS = 20;
    private static final int COUNT = 24;
    private static final int LANES = 32;
    private static final int LANE_BYTES = 24;
    /** The shard takes no steps at present because the rate limiter is closed: no reason to send again. */
    public static final int FLAG_LIMITED = 1;
    /** The shard is about to leave: it takes what is on its way, and its lanes are to go to others. */
    public static final int FLAG_DRAINING = 2;

    private final UnsafeBuffer buffer = new UnsafeBuffer();

    public static int length(int laneCount) {
        return LANES + laneCount * LANE_BYTES;
    }

    public boolean wrap(DirectBuffer source, int offset, int length) {
        if (!MessageHeader.isValid(source, offset, length, MessageHeader.TYPE_ACKS, LANES)) {
            return false;
        }
        int count = source.getInt(offset + COUNT, ORDER);
        if (count < 0 || LANES + (long) count * LANE_BYTES != length) {
            return false;
        }
        buffer.wrap(source, offset, length);
        return true;
    }

    public AcksMessage begin(MutableDirectBuffer target, int offset, long storeId, int senderNodeId, boolean isLimited,
                             int laneCount) {
        int length = length(laneCount);
        buffer.wrap(target, offset, length);
        MessageHeader.write(buffer, 0, MessageHeader.TYPE_ACKS, length);
        buffer.putLong(STORE_ID, storeId, ORDER);
        buffer.putInt(SENDER, senderNodeId, ORDER);
        buffer.putInt(FLAGS, isLimited ? FLAG_LIMITED : 0, ORDER);
        buffer.putLong(COUNT, laneCount, ORDER);
        return this;
    }

    /** Says also that the shard is about to leave. */
    public AcksMessage putDraining() {
        buffer.putInt(FLAGS, buffer.getInt(FLAGS, ORDER) | FLAG_DRAINING, ORDER);
        return this;
    }

    /** @param storedRecords every record of the lane below this number is stored */
    public AcksMessage putLane(int index, long laneId, int epoch, long storedRecords) {
        int at = LANES + index * LANE_BYTES;
        buffer.putLong(at, laneId, ORDER);
        buffer.putLong(at + 8, storedRecords, ORDER);
        buffer.putLong(at + 16, epoch, ORDER);
        return this;
    }

    public long storeId() {
        return buffer.getLong(STORE_ID, ORDER);
    }

    public int senderNodeId() {
        return buffer.getInt(SENDER, ORDER);
    }

    public boolean isLimited() {
        return (buffer.getInt(FLAGS, ORDER) & FLAG_LIMITED) != 0;
    }

    public boolean isDraining() {
        return (buffer.getInt(FLAGS, ORDER) & FLAG_DRAINING) != 0;
    }

    public int laneCount() {
        return buffer.getInt(COUNT, ORDER);
    }

    public long laneId(int index) {
        return buffer.getLong(LANES + index * LANE_BYTES, ORDER);
    }

    public long storedRecords(int index) {
        return buffer.getLong(LANES + index * LANE_BYTES + 8, ORDER);
    }

    public int epoch(int index) {
        return buffer.getInt(LANES + index * LANE_BYTES + 16, ORDER);
    }

    public int length() {
        return buffer.capacity();
    }
}
