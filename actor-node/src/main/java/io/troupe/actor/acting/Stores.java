package io.troupe.actor.acting;

import java.util.Arrays;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * The shards that lanes can be pinned to. Lane i goes to the (i mod count)-th of the reachable ones in the order of
 * their store ids: every process comes to the same spread without asking.
 */
final class Stores {
    private final Long2ObjectHashMap<StoreState> known = new Long2ObjectHashMap<>();
    private final int expectedStores;
    private final long patienceNs;
    private long[] seen = new long[0];
    private StoreState[] reachable = new StoreState[0];
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
        changedNs = nowNs;
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
    }

    /** Takes note of an acknowledgement. */
    void onAcks(long storeId, boolean isLimited, long nowNs) {
        StoreState store = known.get(storeId);
        if (store == null) {
            // Of a store that never was reachable: what it says does not matter, and it must not fill the memory.
            return;
        }
        store.limited(isLimited);
        if (store.isSilent()) {
            store.silent(false);
            changedNs = nowNs;
        }
    }

    private StoreState state(long storeId) {
        StoreState state = known.get(storeId);
        if (state == null) {
            state = new StoreState(storeId);
            known.put(storeId, state);
        }
        return state;
    }

    int reachableCount() {
        return reachable.length;
    }

    StoreState reachable(int index) {
        return reachable[index];
    }

    /** The store of a lane that has none yet; null while it is too early to say. */
    StoreState first(long laneId, long nowNs) {
        boolean isComplete = reachable.length >= expectedStores || isSettled(nowNs);
        if (reachable.length == 0 || !isComplete) {
            return null;
        }
        return reachable[(int) Math.floorMod(laneId, (long) reachable.length)];
    }

    /** Another reachable store than this one, a silent one only where there is no better; or null. */
    StoreState other(StoreState present, long laneId) {
        StoreState trusted = other(present, laneId, false);
        return trusted != null ? trusted : other(present, laneId, true);
    }

    private StoreState other(StoreState present, long laneId, boolean isSilentGood) {
        int others = 0;
        for (StoreState store : reachable) {
            others += store != present && (isSilentGood || !store.isSilent()) ? 1 : 0;
        }
        int wanted = others == 0 ? -1 : (int) Math.floorMod(laneId, (long) others);
        for (StoreState store : reachable) {
            if (store != present && (isSilentGood || !store.isSilent()) && wanted-- == 0) {
                return store;
            }
        }
        return null;
    }

    /** Whether the set of reachable stores has stayed as it is for the whole patience. */
    boolean isSettled(long nowNs) {
        return nowNs - changedNs >= patienceNs;
    }
}
