package io.troupe.actor.acting;

import java.util.Arrays;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * The shards that lanes can be pinned to. All lanes of all processes stand in one row, and the r-th of them belongs to
 * the (r mod count)-th of the usable shards in the order of their store ids: each process knows where its own lanes
 * begin in that row, so all come to the same even spread without asking each other.
 */
final class Stores {
    private final Long2ObjectHashMap<StoreState> known = new Long2ObjectHashMap<>();
    private final int expectedStores;
    private final long patienceNs;
    private long[] seen = new long[0];
    private StoreState[] reachable = new StoreState[0];
    private StoreState[] usable = new StoreState[0];
    private int firstLane;
    private long changedNs;

    /** @param patienceNs how long to wait for all expected ones, and for a change to last */
    Stores(int expectedStores, long patienceNs) {
        this.expectedStores = expectedStores;
        this.patienceNs = patienceNs;
    }

    /** Takes note of what is reachable now. Allocates only at a change. */
    void update(long[] reachableStores, long nowNs) {
        if (Arrays.equals(reachableStores, seen)) {
            return;
        }
        seen = reachableStores.clone();
        long[] sorted = reachableStores.clone();
        Arrays.sort(sorted);
        for (StoreState store : reachable) {
            if (Arrays.binarySearch(sorted, store.storeId()) < 0) {
                store.reachable(false);
            }
        }
        reachable = new StoreState[sorted.length];
        for (int i = 0; i < sorted.length; i++) {
            reachable[i] = state(sorted[i]);
            reachable[i].reachable(true);
        }
        findUsable(nowNs);
    }

    /** Takes note of an acknowledgement. */
    void onAcks(long storeId, boolean isLimited, boolean isDraining, long nowNs) {
        StoreState store = known.get(storeId);
        if (store == null) {
            // Of a store that never was reachable: what it says does not matter, and it must not fill the memory.
            return;
        }
        boolean wasUsable = store.isUsable();
        store.heard(isLimited, isDraining);
        if (store.isUsable() != wasUsable) {
            findUsable(nowNs);
        }
    }

    /** A lane leaves the store because it acknowledged nothing. */
    void onSilence(StoreState store, long nowNs) {
        if (store.isReachable()) {
            store.silent();
            findUsable(nowNs);
        }
    }

    /** Takes note of how many lanes of other processes stand before this one's. */
    void firstLane(int lanesBefore, long nowNs) {
        if (lanesBefore != firstLane) {
            firstLane = lanesBefore;
            changedNs = nowNs;
        }
    }

    int usableCount() {
        return usable.length;
    }

    StoreState usable(int index) {
        return usable[index];
    }

    /** How many of this process's {@code lanes} belong to the usable store of this index. */
    int quota(int index, int lanes) {
        int count = usable.length;
        return Math.floorDiv(firstLane + lanes - 1 - index, count) - Math.floorDiv(firstLane - 1 - index, count);
    }

    /** The store of this process's lane of this index, which has none yet; null while it is too early to say. */
    StoreState first(int laneIndex, long nowNs) {
        boolean isComplete = usable.length >= expectedStores || isSettled(nowNs);
        if (usable.length == 0 || !isComplete) {
            return null;
        }
        return usable[(firstLane + laneIndex) % usable.length];
    }

    /** Another store than this one: a usable one; else, where there is one, a silent one; or null. */
    StoreState other(StoreState present, int laneIndex) {
        StoreState trusted = other(usable, present, laneIndex);
        return trusted != null ? trusted : other(reachable, present, laneIndex);
    }

    private StoreState other(StoreState[] from, StoreState present, int laneIndex) {
        int others = 0;
        for (StoreState store : from) {
            others += store != present && !store.isDraining() ? 1 : 0;
        }
        int wanted = others == 0 ? -1 : (firstLane + laneIndex) % others;
        for (StoreState store : from) {
            if (store != present && !store.isDraining() && wanted-- == 0) {
                return store;
            }
        }
        return null;
    }

    /** Whether the usable stores, and the place of the lanes, have stayed as they are for the whole patience. */
    boolean isSettled(long nowNs) {
        return nowNs - changedNs >= patienceNs;
    }

    private StoreState state(long storeId) {
        StoreState state = known.get(storeId);
        if (state == null) {
            state = new StoreState(storeId);
            known.put(storeId, state);
        }
        return state;
    }

    private void findUsable(long nowNs) {
        changedNs = nowNs;
        usable = Arrays.stream(reachable).filter(StoreState::isUsable).toArray(StoreState[]::new);
    }
}
