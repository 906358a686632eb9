package io.troupe.replay.shard;

import io.troupe.common.wire.AcksMessage;
import io.troupe.replay.log.StepLog;
import org.agrona.MutableDirectBuffer;

/** Tells senders how far their lanes are stored. */
final class Acknowledgements {
    private final StepLog log;
    private final LaneTable lanes;
    private final boolean isForced;
    private final AcksMessage acks = new AcksMessage();

    /** @param isForced only what was forced to the disk is told */
    Acknowledgements(StepLog log, LaneTable lanes, boolean isForced) {
        this.log = log;
        this.lanes = lanes;
        this.isForced = isForced;
    }

    boolean isDue(int senderNodeId) {
        Sender sender = lanes.sender(senderNodeId);
        return sender != null && sender.isAckDue;
    }

    int length(int senderNodeId) {
        Sender sender = lanes.sender(senderNodeId);
        return AcksMessage.length(sender == null ? 0 : sender.lanesPerAck());
    }

    /** Of many lanes some, and the others at the next call; returns the message's length. */
    int write(int senderNodeId, MutableDirectBuffer target, int offset, int ownNodeId, boolean isLimited,
              boolean isDraining) {
        if (isForced) {
            log.force();
        }
        Sender sender = lanes.sender(senderNodeId);
        acks.begin(target, offset, log.storeId(), ownNodeId, isLimited, sender == null ? 0 : sender.lanesPerAck());
        if (isDraining) {
            acks.putDraining();
        }
        if (sender != null) {
            sender.putLanes(acks);
        }
        return acks.length();
    }
}
