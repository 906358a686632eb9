package io.troupe.integration.simulation;

import io.troupe.common.wire.StepsMessage;
import io.troupe.proto.LaneMoved;
import io.troupe.replay.shard.ShardSnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The auditor: is told whatever was made, sent and stored, and checks after every event that each lane's records are
 * stored once, that what is acknowledged is stored, and that all are accounted for.
 */
final class Books {
    /** Env steps of all lanes, at the end. */
    record Balance(long produced, long stored, long destroyed, long lost) {
    }

    private final Map<Long, LaneBook> lanes = new LinkedHashMap<>();
    private final Map<Long, StoreBook> stores = new LinkedHashMap<>();
    private long checks;

    static void check(boolean isRight, String what, Object... values) {
        if (!isRight) {
            throw new AssertionError(String.format(what, values));
        }
    }

    LaneBook lane(long laneId) {
        return lanes.computeIfAbsent(laneId, LaneBook::new);
    }

    StoreBook store(long storeId) {
        return stores.computeIfAbsent(storeId, StoreBook::new);
    }

    Iterable<StoreBook> stores() {
        return stores.values();
    }

    Iterable<LaneBook> lanes() {
        return lanes.values();
    }

    long checks() {
        return checks;
    }

    void onStored(StepsMessage message, ShardSnapshot after) {
        store(after.storeId()).follow(lane(message.laneId()), after, message.firstRecord(), message.recordCount());
        store(after.storeId()).checkTotals(after);
    }

    void onMovedAway(LaneMoved moved, ShardSnapshot after) {
        store(after.storeId()).left(lane(moved.getLaneId()), after, moved.getFromRecord(), moved.getEpoch());
        store(after.storeId()).checkTotals(after);
    }

    /** Checks the lanes that the last event has touched. */
    void checkChanged() {
        for (LaneBook lane : lanes.values()) {
            if (lane.isChanged) {
                lane.isChanged = false;
                checks++;
                checkOnce(lane);
            }
        }
    }

    /** No record is stored twice in epochs that are valid; every acknowledged one is stored, or went with its volume. */
    private void checkOnce(LaneBook lane) {
        List<StoreBook.Range> ranges = valid(lane, null);
        long end = 0;
        long covered = 0;
        for (StoreBook.Range range : ranges) {
            check(range.first() >= end, "lane %d: record %d is stored twice: %s", lane.laneId, range.first(), ranges);
            covered = range.first() == covered ? range.end() : covered;
            end = range.end();
        }
        check(covered >= lane.acknowledged(), "lane %d: %d records are acknowledged, stored are %s", lane.laneId,
            lane.acknowledged(), ranges);
        check(end <= lane.produced(), "lane %d: %d records are stored of %d", lane.laneId, end, lane.produced());
    }

    /** Where the lane's records are that no later epoch has taken over, in order. {@code isDestroyed}: null for all. */
    private List<StoreBook.Range> valid(LaneBook lane, Boolean isDestroyed) {
        List<StoreBook.Range> ranges = new ArrayList<>();
        for (StoreBook store : stores.values()) {
            if (isDestroyed != null && store.isDestroyed() != isDestroyed) {
                continue;
            }
            for (StoreBook.Range range : store.ranges(lane.laneId)) {
                long end = Math.min(range.end(), lane.endOfEpoch(range.epoch()));
                if (end > range.first()) {
                    ranges.add(new StoreBook.Range(range.first(), end, range.epoch()));
                }
            }
        }
        ranges.sort(Comparator.comparingLong(StoreBook.Range::first));
        return ranges;
    }

    /**
     * All has come to rest: no record is on any two living stores, whatever the epoch; what is missing was destroyed
     * with a volume, or was never acknowledged to an actor that was killed.
     */
    Balance close() {
        long produced = 0;
        long stored = 0;
        long destroyed = 0;
        for (LaneBook lane : lanes.values()) {
            checkOnce(lane);
            List<StoreBook.Range> held = stores.values().stream().filter(store -> !store.isDestroyed())
                .flatMap(store -> store.ranges(lane.laneId).stream())
                .sorted(Comparator.comparingLong(StoreBook.Range::first)).toList();
            for (int i = 1; i < held.size(); i++) {
                check(held.get(i).first() >= held.get(i - 1).end(), "lane %d: record %d is there twice: %s",
                    lane.laneId, held.get(i).first(), held);
            }
            long laneStored = steps(lane, held);
            long laneDestroyed = valid(lane, true).stream().mapToLong(range -> stepsApart(lane, range, held)).sum();
            long lost = lane.producedSteps() - laneStored - laneDestroyed;
            check(lost >= 0 && (lost == 0 || lane.isActorDead()), "lane %d: %d steps unaccounted for", lane.laneId,
                lost);
            produced += lane.producedSteps();
            stored += laneStored;
            destroyed += laneDestroyed;
        }
        return new Balance(produced, stored, destroyed, produced - stored - destroyed);
    }

    /** Steps of a range that none of the others has. */
    private static long stepsApart(LaneBook lane, StoreBook.Range range, List<StoreBook.Range> others) {
        long steps = lane.steps(range.first(), range.end());
        for (StoreBook.Range other : others) {
            long first = Math.max(range.first(), other.first());
            long end = Math.min(range.end(), other.end());
            steps -= first < end ? lane.steps(first, end) : 0;
        }
        return steps;
    }

    private static long steps(LaneBook lane, List<StoreBook.Range> ranges) {
        return ranges.stream().mapToLong(range -> lane.steps(range.first(), range.end())).sum();
    }
}
