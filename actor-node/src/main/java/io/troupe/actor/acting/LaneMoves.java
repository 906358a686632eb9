package io.troupe.actor.acting;

/** Port: is told when a lane goes over to another shard. Called by the actor's thread; returns at once. */
@FunctionalInterface
public interface LaneMoves {
    /**
     * Records of the lane from {@code fromRecord} on go to {@code toStoreId} in {@code epoch}. What {@code fromStoreId}
     * has stored of them in earlier epochs must be dropped there. The two stores are the same one where it has lost
     * records that it had acknowledged.
     */
    void onMoved(long laneId, int epoch, long fromRecord, long fromStoreId, long toStoreId);
}
