package io.troupe.replay.shard;

import io.troupe.common.wire.AcksMessage;
import io.troupe.replay.defence.MassAccount;
import java.util.ArrayList;
import java.util.List;

/** An actor node and the lanes that it sends. */
final class Sender {
    /** 6 KB, which fit a message of the smallest term. */
    private static final int MAX_LANES_PER_ACK = 256;

    final int nodeId;
    final MassAccount account = new MassAccount();
    final List<Lane> lanes = new ArrayList<>();
    /** Whether something came from it since the last acknowledgement, or that one had no room for all lanes. */
    boolean isAckDue;
    /** The lane with which the next acknowledgement begins. */
    private int nextLane;

    Sender(int nodeId) {
        this.nodeId = nodeId;
    }

    int lanesPerAck() {
        return Math.min(lanes.size(), MAX_LANES_PER_ACK);
    }

    /** Tells how far {@link #lanesPerAck} lanes are stored; the next acknowledgement goes on with the others. */
    void putLanes(AcksMessage acks) {
        int count = lanesPerAck();
        for (int i = 0; i < count; i++) {
            Lane lane = lanes.get((nextLane + i) % lanes.size());
            acks.putLane(i, lane.laneId, lane.epoch, lane.nextRecord);
        }
        isAckDue = nextLane + count < lanes.size();
        nextLane = isAckDue ? nextLane + count : 0;
    }
}
