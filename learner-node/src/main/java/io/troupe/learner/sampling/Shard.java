package io.troupe.learner.sampling;

import io.troupe.common.wire.BatchMessage;

/** What the sampler knows of one shard: its state as of its last message, and what is to be told to it. */
final class Shard {
    final long storeId;
    /** Index in the sampler's arrays; never another store's. */
    final int slot;
    final Outbox outbox;
    int nodeId;
    /** False after the shard has left; it may come back with its store. */
    boolean isPresent;
    boolean hasReported;
    /** The stored steps are those of a checkpoint: this learner has not heard of it yet. */
    boolean isCountOfCheckpoint;
    long mass;
    long samplableWindows;
    long storedSteps;
    long sizeRecords;
    long lastHeardNs;
    long lastSentNs;
    long lastSentLimit;
    long sampledRows;
    long sentUpdates;

    Shard(long storeId, int slot, Outbox outbox) {
        this.storeId = storeId;
        this.slot = slot;
        this.outbox = outbox;
    }

    /** Was a member of the run before this learner started, with so many steps. */
    void restore(long knownSteps) {
        hasReported = true;
        isCountOfCheckpoint = true;
        storedSteps = knownSteps;
    }

    void join(int newNodeId, long nowNs, long heartbeatNs) {
        nodeId = newNodeId;
        isPresent = true;
        lastHeardNs = nowNs;
        lastSentNs = nowNs - heartbeatNs; // so that it hears of its insert limit at once
        lastSentLimit = 0;
    }

    /** What it was asked for is lost with it. */
    void leave() {
        isPresent = false;
        mass = 0;
        samplableWindows = 0;
        sizeRecords = 0;
        outbox.clearRequests();
    }

    /** Whether it could take twice the steps that it was last allowed: worth a message of its own. */
    boolean opensFurther(long limit) {
        return limit > lastSentLimit && limit - storedSteps >= 2 * Math.max(0, lastSentLimit - storedSteps);
    }

    /** Takes over the state, but for the stored steps, which the {@link InsertLedger} counts. */
    void hear(BatchMessage message, long nowNs) {
        mass = message.totalMass();
        samplableWindows = message.samplableWindows();
        sizeRecords = message.sizeRecords();
        lastHeardNs = nowNs;
    }
}
