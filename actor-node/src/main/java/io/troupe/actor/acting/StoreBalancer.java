package io.troupe.actor.acting;

/**
 * Spreads the lanes of a process evenly again after a shard has come back, or a new one has come: one lane at a time
 * goes from the store with the most lanes to the one with the fewest, until they differ by one at most. Waits until the
 * shards have stayed the same for the stores' patience, so that a shard that comes and goes moves nothing.
 */
final class StoreBalancer {
    private final Stores stores;
    private final LaneWriter[] writers;

    StoreBalancer(Stores stores, LaneWriter[] writers) {
        this.stores = stores;
        this.writers = writers;
    }

    /** Starts at most one move. O(lanes × stores), and O(1) with a single store. */
    void tend(long nowNs) {
        if (stores.reachableCount() < 2 || !stores.isSettled(nowNs)) {
            return;
        }
        for (LaneWriter writer : writers) {
            if (writer.isMoving() || writer.store() == null || !writer.store().isReachable()) {
                return;
            }
        }
        StoreState fullest = null;
        StoreState emptiest = null;
        for (int i = 0; i < stores.reachableCount(); i++) {
            StoreState store = stores.reachable(i);
            if (!store.isSilent()) {
                fullest = fullest == null || lanesOf(store) > lanesOf(fullest) ? store : fullest;
                emptiest = emptiest == null || lanesOf(store) < lanesOf(emptiest) ? store : emptiest;
            }
        }
        if (fullest == null || lanesOf(fullest) - lanesOf(emptiest) < 2) {
            return;
        }
        for (LaneWriter writer : writers) {
            if (writer.store() == fullest) {
                writer.moveTo(emptiest);
                return;
            }
        }
    }

    private int lanesOf(StoreState store) {
        int lanes = 0;
        for (LaneWriter writer : writers) {
            lanes += writer.store() == store ? 1 : 0;
        }
        return lanes;
    }
}
