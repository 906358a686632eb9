package io.troupe.actor.acting;

/**
 * Brings the lanes of a process to the stores that they belong to (see {@link Stores}). Away from a store that is about
 * to leave they go at once. When a shard has come, come back or gone, they spread evenly again, one lane at a time, but
 * not before the shards have stayed the same for the stores' patience: one that comes and goes moves nothing.
 */
final class StoreBalancer {
    private final Stores stores;
    private final LaneWriter[] writers;

    StoreBalancer(Stores stores, LaneWriter[] writers) {
        this.stores = stores;
        this.writers = writers;
    }

    /** Starts the moves that are due. O(lanes), and O(lanes × stores) where one is due. */
    void tend(long nowNs) {
        if (stores.usableCount() == 0) {
            return;
        }
        boolean isAllAtHome = true;
        for (LaneWriter writer : writers) {
            StoreState store = writer.store();
            if (store != null && store.isDraining() && writer.destination() == null) {
                writer.moveTo(farthestBelowQuota());
            }
            isAllAtHome &= store != null && store.isReachable() && writer.destination() == null;
        }
        if (isAllAtHome && stores.usableCount() > 1 && stores.isSettled(nowNs)) {
            balance();
        }
    }

    private void balance() {
        for (LaneWriter writer : writers) {
            StoreState store = writer.store();
            if (store.isUsable() && excess(indexOf(store)) > 0) {
                StoreState emptiest = farthestBelowQuota();
                if (excess(indexOf(emptiest)) < 0) {
                    writer.moveTo(emptiest);
                }
                return;
            }
        }
    }

    private StoreState farthestBelowQuota() {
        int best = 0;
        for (int i = 1; i < stores.usableCount(); i++) {
            best = excess(i) < excess(best) ? i : best;
        }
        return stores.usable(best);
    }

    /** Lanes at a usable store, or on the way to it, beyond those that belong there. */
    private int excess(int index) {
        StoreState store = stores.usable(index);
        int lanes = 0;
        for (LaneWriter writer : writers) {
            lanes += (writer.destination() == null ? writer.store() : writer.destination()) == store ? 1 : 0;
        }
        return lanes - stores.quota(index, writers.length);
    }

    private int indexOf(StoreState usable) {
        int index = 0;
        while (stores.usable(index) != usable) {
            index++;
        }
        return index;
    }
}
