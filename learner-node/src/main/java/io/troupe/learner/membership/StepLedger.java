package io.troupe.learner.membership;

import io.troupe.proto.ActorStatus;
import io.troupe.proto.Directory;
import io.troupe.proto.DirectoryEntry;
import io.troupe.proto.LaneStatus;
import io.troupe.proto.NodeRole;
import io.troupe.proto.ShardStatus;
import io.troupe.proto.StoredLane;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether every step is stored exactly once or counted: produced = stored + in flight + lost. Produced is what the
 * actors report; of a process that was killed it is the highest number that it reported or that arrived. Stored is what
 * the shards report, over all stores that a lane has had. Once the actors are drained nothing is in flight, and what was
 * produced and is not stored is lost.
 */
public final class StepLedger {
    /**
     * All counts in environment steps.
     *
     * @param evicted   of the stored: overwritten by newer ones
     * @param destroyed of the stored: gone with a shard's files. What a shard had stored since its last report when it
     *                  lost them is missing
     * @param retired   of the stored: gone from the replay with a shard that has drained and left; its files have them
     */
    public record Balance(long produced, long stored, long evicted, long destroyed, long retired) {
        public long missing() {
            return produced - stored;
        }
    }

    /** Of one lane, in environment steps. */
    public record LaneBalance(long laneId, long produced, long stored) {
        public long missing() {
            return produced - stored;
        }
    }

    private static final class Lane {
        private long reported;
        /** Its actor belongs to an earlier start of the run: what is missing of it will not come any more. */
        private boolean isOver;
        private final Map<Long, Long> storedByStore = new HashMap<>();

        private long stored(Set<Long> except) {
            return storedByStore.entrySet().stream().filter(store -> !except.contains(store.getKey()))
                .mapToLong(Map.Entry::getValue).sum();
        }

        /**
         * What was destroyed and not made good by sending it again: a shard that dies with its files has had steps that
         * it never acknowledged, and these are stored elsewhere, so its last report does not count in full.
         */
        private long destroyed(Set<Long> stores) {
            long stored = stored(stores);
            long known = storedByStore.values().stream().mapToLong(Long::longValue).reduce(reported, Math::max);
            return Math.max(0, Math.min(stored(Set.of()), known) - stored);
        }
    }

    /**
     * What is known of one lane, for the run's next start.
     *
     * @param producedSteps the highest number that its actor has reported
     * @param storedByStore steps stored, by the store that told so
     */
    public record LaneBook(long laneId, long producedSteps, Map<Long, Long> storedByStore) {
        public LaneBook {
            storedByStore = Map.copyOf(storedByStore);
        }
    }

    /**
     * All that was ever counted, for the run's next start.
     *
     * @param retiredByStore  steps that left the replay with a store that has drained
     * @param storeByShard    the store that each shard had last, by the shard's name
     * @param destroyedStores those whose files are gone
     */
    public record Books(List<LaneBook> lanes, Map<Long, Long> evictedByStore, Map<Long, Long> retiredByStore,
                        Map<String, Long> storeByShard, Set<Long> destroyedStores) {
        public static final Books EMPTY = new Books(List.of(), Map.of(), Map.of(), Map.of(), Set.of());

        public Books {
            lanes = List.copyOf(lanes);
            evictedByStore = Map.copyOf(evictedByStore);
            retiredByStore = Map.copyOf(retiredByStore);
            storeByShard = Map.copyOf(storeByShard);
            destroyedStores = Set.copyOf(destroyedStores);
        }
    }

    private final Map<Long, Lane> lanes = new HashMap<>();
    private final Map<Long, Long> evictedByStore = new HashMap<>();
    private final Map<Long, Long> retiredByStore = new HashMap<>();
    private final Map<String, Long> storeByShard = new HashMap<>();
    private final Set<Long> destroyedStores = new HashSet<>();

    /** Goes on with the books of the run's earlier starts; what the shards have of these lanes they tell again. */
    public synchronized void restore(Books books) {
        for (LaneBook book : books.lanes()) {
            Lane lane = new Lane();
            lane.reported = book.producedSteps();
            lane.isOver = true;
            lane.storedByStore.putAll(book.storedByStore());
            lanes.put(book.laneId(), lane);
        }
        evictedByStore.putAll(books.evictedByStore());
        retiredByStore.putAll(books.retiredByStore());
        storeByShard.putAll(books.storeByShard());
        destroyedStores.addAll(books.destroyedStores());
    }

    /** What {@link #restore} takes. */
    public synchronized Books books() {
        List<LaneBook> books = new ArrayList<>();
        lanes.forEach((laneId, lane) -> books.add(new LaneBook(laneId, lane.reported, lane.storedByStore)));
        return new Books(books, evictedByStore, retiredByStore, storeByShard, destroyedStores);
    }

    /** Whether nothing is missing of the lanes of this start of the run. */
    public synchronized boolean isSettled() {
        return lanes.values().stream().allMatch(lane -> lane.isOver
            || lane.reported <= lane.stored(destroyedStores) + lane.destroyed(destroyedStores));
    }

    /**
     * A shard that comes back under its name with another store has lost the files of the store before, also where it
     * had drained and left.
     */
    public synchronized void onDirectory(Directory directory) {
        for (DirectoryEntry node : directory.getNodesList()) {
            if (node.getRole() == NodeRole.REPLAY) {
                destroyedStores.remove(node.getStoreId());
                Long before = storeByShard.put(node.getNodeName(), node.getStoreId());
                if (before != null && before != node.getStoreId()) {
                    destroyedStores.add(before);
                }
            }
        }
    }

    public synchronized void onActorStatus(ActorStatus status) {
        for (LaneStatus lane : status.getLanesList()) {
            Lane known = lanes.computeIfAbsent(lane.getLaneId(), id -> new Lane());
            known.reported = Math.max(known.reported, lane.getProducedSteps());
        }
    }

    public synchronized void onShardStatus(ShardStatus status) {
        evictedByStore.put(status.getStoreId(), status.getEvictedSteps());
        retiredByStore.put(status.getStoreId(), status.getIsRetired() ? status.getSizeSteps() : 0);
        for (StoredLane lane : status.getLanesList()) {
            lanes.computeIfAbsent(lane.getLaneId(), id -> new Lane())
                .storedByStore.put(status.getStoreId(), lane.getStoredSteps());
        }
    }

    /** The same as {@link #balance} by lane, in no order. */
    public synchronized List<LaneBalance> lanes() {
        List<LaneBalance> balances = new ArrayList<>();
        lanes.forEach((laneId, lane) -> {
            long stored = lane.stored(destroyedStores) + lane.destroyed(destroyedStores);
            balances.add(new LaneBalance(laneId, Math.max(lane.reported, stored), stored));
        });
        return balances;
    }

    public synchronized Balance balance() {
        long produced = 0;
        long stored = 0;
        long destroyed = 0;
        for (Lane lane : lanes.values()) {
            long laneDestroyed = lane.destroyed(destroyedStores);
            long laneStored = lane.stored(destroyedStores) + laneDestroyed;
            destroyed += laneDestroyed;
            stored += laneStored;
            produced += Math.max(lane.reported, laneStored);
        }
        long retired = retiredByStore.entrySet().stream().filter(store -> !destroyedStores.contains(store.getKey()))
            .mapToLong(Map.Entry::getValue).sum();
        long evicted = evictedByStore.values().stream().mapToLong(Long::longValue).sum();
        return new Balance(produced, stored, evicted, destroyed, retired);
    }
}
