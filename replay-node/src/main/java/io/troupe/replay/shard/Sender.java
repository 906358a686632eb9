package io.troupe.replay.shard;

import io.troupe.replay.defence.MassAccount;
import java.util.ArrayList;
import java.util.List;

/** An actor node and the lanes that it sends. */
final class Sender {
    final int nodeId;
    final MassAccount account = new MassAccount();
    final List<Lane> lanes = new ArrayList<>();
    /** The lane with which the next acknowledgement begins. */
    int nextAcknowledged;
    /** Whether something came from it since the last acknowledgement. */
    boolean isAckDue;

    Sender(int nodeId) {
        this.nodeId = nodeId;
    }
}
