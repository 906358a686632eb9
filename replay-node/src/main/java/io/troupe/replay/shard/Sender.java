package io.troupe.replay.shard;

import java.util.ArrayList;
import java.util.List;

/** An actor node and the lanes that it sends. */
final class Sender {
    final int nodeId;
    final List<Lane> lanes = new ArrayList<>();
    /** The lane with which the next acknowledgement begins. */
    int nextAcknowledged;
    /** Whether something came from it since the last acknowledgement. */
    boolean isAckDue;

    Sender(int nodeId) {
        this.nodeId = nodeId;
    }
}
