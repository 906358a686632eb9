package io.troupe.learner.membership;

import io.troupe.proto.ActorStatus;
import io.troupe.proto.LaneStatus;
import io.troupe.proto.ShardStatus;
import io.troupe.proto.StoredLane;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
     * @param evicted of the stored: overwritten by newer ones
     * @param retired of the stored: gone from the replay with a shard that has drained and left; its files have them
     */
    public record Balance(long produced, long stored, long evicted, long retired) {
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

        private long stored() {
            return storedByStore.values().stream().mapToLong(Long::longValue).sum();
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

    /** All that was ever counted, for the run's next start. */
    public record Books(List<LaneBook> lanes, Map<Long, Long> evictedByStore) {
        public static final Books EMPTY = new Books(List.of(), Map.of());

        public Books {
            lanes = List.copyOf(lanes);
            evictedByStore = Map.copyOf(evictedByStore);
        }
    }

    private final Map<Long, Lane> lanes = new HashMap<>();
    private final Map<Long, Long> evictedByStore = new HashMap<>();
    private final Map<Long, Long> retiredByStore = new HashMap<>();

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
    }

    /** What {@link #restore} takes. */
    public synchronized Books books() {
        List<LaneBook> books = new ArrayList<>();
        lanes.forEach((laneId, lane) -> books.add(new LaneBook(laneId, lane.reported, lane.storedByStore)));
        return new Books(books, evictedByStore);
    }

    /** Whether nothing is missing of the lanes of this start of the run. */
    public synchronized boolean isSettled() {
        return lanes.values().stream().allMatch(lane -> lane.isOver || lane.reported <= lane.stored());
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
            long stored = lane.stored();
            balances.add(new LaneBalance(laneId, Math.max(lane.reported, stored), stored));
        });
        return balances;
    }

    public synchronized Balance balance() {
        long produced = 0;
        long stored = 0;
        for (Lane lane : lanes.values()) {
            long laneStored = lane.stored();
            stored += laneStored;
            produced += Math.max(lane.reported, laneStored);
        }
        return new Balance(produced, stored, sum(evictedByStore), sum(retiredByStore));
    }

    private static long sum(Map<Long, Long> byStore) {
        return byStore.values().stream().mapToLong(Long::longValue).sum();
    }
}
