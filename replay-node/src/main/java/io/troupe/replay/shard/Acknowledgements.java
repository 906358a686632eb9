package io.troupe.replay.shard;

import io.troupe.common.wire.AcksMessage;
import io.troupe.replay.log.StepLog;
import org.agrona.MutableDirectBuffer;

/** Tells senders how far their lanes are stored. For the shard's thread. */
public final class Acknowledgements {
    private final StepLog log;
    private final LaneTable lanes;
    private final InsertLimit limit;
    private final boolean isForced;
    private final AcksMessage acks = new AcksMessage();
    private int nodeId;

    /** @param isForced only what was forced to the disk is told */
    Acknowledgements(StepLog log, LaneTable lanes, InsertLimit limit, boolean isForced) {
        this.log = log;
        this.lanes = lanes;
        this.limit = limit;
        this.isForced = isForced;
    }

    void nodeId(int id) {
        nodeId = id;
    }

    /** Whether something came from this node since its last acknowledgement was written. */
    public boolean isDue(int senderNodeId) {
        Sender sender = lanes.sender(senderNodeId);
        return sender != null && sender.isAckDue;
    }

    /** Bytes of the acknowledgement of this node's lanes. */
    public int length(int senderNodeId) {
        Sender sender = lanes.sender(senderNodeId);
        return AcksMessage.length(sender == null ? 0 : sender.lanesPerAck());
    }

    /**
     * Writes how far this node's lanes are stored, after forcing it to the disk where the settings ask for that. Of
     * many lanes it writes some, and goes on with the others at the next call, until which an acknowledgement stays
     * due.
     *
     * @param target has {@link #length} bytes from {@code offset} on
     * @return the message's length
     */
    public int write(int senderNodeId, MutableDirectBuffer target, int offset) {
        if (isForced) {
            log.force();
        }
        Sender sender = lanes.sender(senderNodeId);
        acks.begin(target, offset, log.storeId(), nodeId, limit.isReached(), sender == null ? 0 : sender.lanesPerAck());
        if (limit.isDraining()) {
            acks.putDraining();
        }
        if (sender != null) {
            sender.putLanes(acks);
        }
        return acks.length();
    }
}
