package io.troupe.replay.client;

import io.troupe.common.schema.StepLayout;
import io.troupe.common.wire.StepsMessage;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The records of a lane that the service has not acknowledged. They are numbered; what stays unacknowledged is sent
 * again, and the service ignores what it has: so each is stored once.
 */
final class LaneBuffer {
    private final long laneId;
    private final int stride;
    private final int capacity;
    private final UnsafeBuffer records;
    private final float[] priorities;
    private int epoch;
    private boolean isOpen;
    /** Every record below is acknowledged. */
    private long acknowledged;
    /** Every record below was sent. */
    private long sent;
    /** The number of the next record. */
    private long next;
    private long progressNs;
    private boolean isStart = true;
    private boolean isCut;

    LaneBuffer(long laneId, int stride, int capacity) {
        this.laneId = laneId;
        this.stride = stride;
        this.capacity = capacity;
        records = new UnsafeBuffer(new byte[Math.multiplyExact(stride, capacity)]);
        priorities = new float[capacity];
    }

    long laneId() {
        return laneId;
    }

    /** Whether the service has told at which record the lane goes on. */
    boolean isOpen() {
        return isOpen;
    }

    boolean isFull() {
        return next - acknowledged == capacity;
    }

    /** Whether the last step was cut, so that the final observation must follow. */
    boolean isCut() {
        return isCut;
    }

    boolean isAcknowledged() {
        return acknowledged == next;
    }

    int unsent() {
        return (int) (next - sent);
    }

    /** @param priority of the window that starts here; NaN for none */
    void add(DirectBuffer record, int flags, float priority) {
        int place = (int) (next % capacity);
        records.putBytes(place * stride, record, 0, stride);
        int all = flags | (isStart ? StepLayout.FLAG_EPISODE_START : 0);
        records.putInt(place * stride + StepLayout.FLAGS_OFFSET, all, ByteOrder.LITTLE_ENDIAN);
        priorities[place] = priority;
        next++;
        isCut = (flags & StepLayout.FLAG_TRUNCATED) != 0;
        isStart = (flags & (StepLayout.FLAG_TERMINATED | StepLayout.FLAG_CLOSING)) != 0;
    }

    /**
     * The next records that were not sent; without a record where the lane is not open yet, which asks for its
     * number.
     */
    void encode(StepsMessage message, UnsafeBuffer target, int senderNodeId, int maxRecords) {
        int count = isOpen ? Math.min(maxRecords, unsent()) : 0;
        int withPriority = 0;
        for (int i = 0; i < count; i++) {
            withPriority += Float.isNaN(priority(i)) ? 0 : 1;
        }
        message.begin(target, 0, laneId, epoch, senderNodeId, isOpen ? sent : 0, count, withPriority);
        for (int i = 0, at = 0; i < count; i++) {
            message.putRecord(i, records, (int) ((sent + i) % capacity) * stride);
            if (!Float.isNaN(priority(i))) {
                message.putPriority(at++, sent + i, priority(i));
            }
        }
    }

    void onSent(int count, long nowNs) {
        if (acknowledged == sent) {
            progressNs = nowNs;
        }
        sent += count;
    }

    void onAck(int laneEpoch, long storedRecords, long nowNs) {
        if (!isOpen) {
            isOpen = true;
            epoch = laneEpoch;
            acknowledged = storedRecords;
            sent = storedRecords;
            next = storedRecords;
        } else if (laneEpoch == epoch && storedRecords > acknowledged && storedRecords <= next) {
            acknowledged = storedRecords;
            sent = Math.max(sent, storedRecords);
            progressNs = nowNs;
        }
    }

    /** Sends all that is unacknowledged again where nothing of it was acknowledged for this long. */
    void resendAfter(long silentNs, long nowNs) {
        if (acknowledged < sent && nowNs - progressNs >= silentNs) {
            sent = acknowledged;
            progressNs = nowNs;
        }
    }

    private float priority(int index) {
        return priorities[(int) ((sent + index) % capacity)];
    }
}
