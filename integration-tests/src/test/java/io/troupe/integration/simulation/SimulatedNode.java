package io.troupe.integration.simulation;

import io.troupe.proto.Directory;
import io.troupe.proto.LaneMoved;
import io.troupe.proto.NodeRole;
import io.troupe.proto.Welcome;
import org.agrona.DirectBuffer;

/** A process that can be started, stalled, killed and started again; its node id is another one after each start. */
abstract class SimulatedNode {
    private final String name;
    private final NodeRole role;
    private int nodeId;
    private long stalledUntilNs;
    private boolean isDead = true;

    SimulatedNode(String name, NodeRole role) {
        this.name = name;
        this.role = role;
    }

    String name() {
        return name;
    }

    NodeRole role() {
        return role;
    }

    /** 0 while it is not a member. */
    int nodeId() {
        return nodeId;
    }

    void welcome(Welcome welcome) {
        nodeId = welcome.getNodeId();
        isDead = false;
        onWelcome(welcome);
        onDirectory(welcome.getDirectory());
    }

    void kill() {
        isDead = true;
        onKilled();
        nodeId = 0;
        stalledUntilNs = 0;
    }

    void stall(long untilNs) {
        stalledUntilNs = untilNs;
    }

    boolean isAlive() {
        return !isDead;
    }

    boolean isRunning(long nowNs) {
        return !isDead && nowNs >= stalledUntilNs;
    }

    abstract void onWelcome(Welcome welcome);

    abstract void onDirectory(Directory directory);

    abstract void onLaneMoved(LaneMoved moved);

    abstract void doWork();

    abstract void onKilled();

    static byte[] bytes(DirectBuffer buffer, int offset, int length) {
        byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return bytes;
    }
}
