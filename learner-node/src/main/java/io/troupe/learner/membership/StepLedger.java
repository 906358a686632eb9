package io.troupe.learner.membership;

import io.troupe.proto.ActorStatus;
import io.troupe.proto.Directory;
import io.troupe.proto.DirectoryEntry;
import io.troupe.proto.LaneStatus;
import io.troupe.proto.NodeRole;
import io.troupe.proto.ShardStatus;
import io.troupe.proto.StoredLane;
import java.util.HashMap;
import java.util.HashSet;
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
     */
    public record Balance(long produced, long stored, long evicted, long destroyed) {
        public long missing() {
            return produced - stored;
        }
    }

    private static final class Lane {
        private long reported;
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

    private final Map<Long, Lane> lanes = new HashMap<>();
    private final Map<Long, Long> evictedByStore = new HashMap<>();
    private final Map<String, Long> storeOfShard = new HashMap<>();
    private final Set<Long> destroyedStores = new HashSet<>();

    /** A shard that comes back under its name with another store has lost the files of the store before. */
    public synchronized void onDirectory(Directory directory) {
        for (DirectoryEntry node : directory.getNodesList()) {
            if (node.getRole() == NodeRole.REPLAY) {
                Long before = storeOfShard.put(node.getNodeName(), node.getStoreId());
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
        for (StoredLane lane : status.getLanesList()) {
            lanes.computeIfAbsent(lane.getLaneId(), id -> new Lane())
                .storedByStore.put(status.getStoreId(), lane.getStoredSteps());
        }
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
        long evicted = evictedByStore.values().stream().mapToLong(Long::longValue).sum();
        return new Balance(produced, stored, evicted, destroyed);
    }
}
