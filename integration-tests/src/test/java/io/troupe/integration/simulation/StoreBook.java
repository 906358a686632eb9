package io.troupe.integration.simulation;

import static io.troupe.integration.simulation.Books.check;

import io.troupe.replay.shard.LaneLedger;
import io.troupe.replay.shard.ShardSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What one store must have stored: kept beside it, from what it was sent and what it said afterwards. */
final class StoreBook {
    /** Records first … end − 1, stored in this epoch; evicted ones stay. */
    record Range(long first, long end, int epoch) {
    }

    final long storeId;
    final Map<Long, List<Range>> lanes = new LinkedHashMap<>();
    /** Key → lane and record. A key never means another record. */
    final Map<Long, String> keys = new HashMap<>();
    final Set<Double> maxPriorities = new HashSet<>(Set.of(1.0));
    private final Map<Long, LaneLedger> known = new HashMap<>();
    private boolean isDestroyed;

    StoreBook(long storeId) {
        this.storeId = storeId;
    }

    boolean isDestroyed() {
        return isDestroyed;
    }

    void destroy() {
        isDestroyed = true;
    }

    List<Range> ranges(long laneId) {
        return lanes.getOrDefault(laneId, List.of());
    }

    boolean isStored(long laneId, long record) {
        return ranges(laneId).stream().anyMatch(range -> range.first <= record && record < range.end);
    }

    /**
     * The lane has left at this record, in this epoch: what it has here of earlier ones ends there, also where the lane
     * has come back before the store heard of it.
     */
    void left(LaneBook lane, ShardSnapshot now, long from, int epoch) {
        List<Range> ranges = lanes.computeIfAbsent(lane.laneId, id -> new ArrayList<>());
        ranges.replaceAll(range -> range.epoch >= epoch ? range
            : new Range(range.first, Math.min(range.end, from), range.epoch));
        ranges.removeIf(range -> range.first >= range.end);
        follow(lane, now, -1, 0);
    }

    /**
     * After anything that could have changed what is stored of a lane.
     *
     * @param first of the message's records; −1 where there was no message: then nothing may be there that was not
     */
    void follow(LaneBook lane, ShardSnapshot now, long first, int count) {
        LaneLedger after = find(now, lane.laneId);
        LaneLedger before = known.getOrDefault(lane.laneId, new LaneLedger(lane.laneId, 0, -1, 0, 0));
        if (after == null) {
            check(before.storedRecords() == 0, "store %d forgets lane %d", storeId, lane.laneId);
            return;
        }
        List<Range> ranges = lanes.computeIfAbsent(lane.laneId, id -> new ArrayList<>());
        long from = before.storedRecords();
        if (after.epoch() != before.epoch()) {
            check(after.epoch() > before.epoch(), "store %d, lane %d: epoch %d after %d", storeId, lane.laneId,
                after.epoch(), before.epoch());
            from = first < 0 ? after.storedRecords() : first;
            cut(ranges, from);
        }
        long end = after.storedRecords();
        check(end >= from && (end == from || first >= 0 && from >= first && end <= first + count),
            "store %d, lane %d: %d to %d were stored of a message of %d to %d", storeId, lane.laneId, from, end, first,
            first + count);
        if (end > from) {
            ranges.add(new Range(from, end, after.epoch()));
        }
        long steps = 0;
        for (Range range : ranges) {
            check(range.end <= lane.sent(), "store %d holds record %d of lane %d, which was never sent", storeId,
                range.end - 1, lane.laneId);
            steps += lane.steps(range.first, range.end);
        }
        check(steps == after.storedSteps(), "store %d, lane %d: counts %d steps, has %d of %s", storeId, lane.laneId,
            after.storedSteps(), steps, ranges);
        known.put(lane.laneId, after);
        lane.isChanged = true;
    }

    /** After it was opened again: not a record may be missing, and none be there that was not. */
    void checkSame(ShardSnapshot now) {
        check(now.tornRecords() == 0, "store %d comes back with %d torn records", storeId, now.tornRecords());
        for (LaneLedger before : known.values()) {
            check(isSame(before, find(now, before.laneId())), "store %d comes back with %s instead of %s", storeId,
                find(now, before.laneId()), before);
        }
    }

    /** Where its epoch began it may know less well. */
    private static boolean isSame(LaneLedger before, LaneLedger now) {
        return now != null && before.epoch() == now.epoch() && before.storedRecords() == now.storedRecords()
            && before.storedSteps() == now.storedSteps()
            && (now.epochFirst() == -1 || now.epochFirst() >= before.epochFirst());
    }

    void checkTotals(ShardSnapshot now) {
        long steps = now.lanes().stream().mapToLong(LaneLedger::storedSteps).sum();
        check(now.storedSteps() == steps, "store %d counts %d steps, its lanes %d", storeId, now.storedSteps(), steps);
        check(now.sizeRecords() <= now.capacityRecords() && now.evictedSteps() == now.storedSteps() - now.sizeSteps()
            && now.evictedSteps() >= 0, "store %d contradicts itself: %s", storeId, now);
    }

    private static void cut(List<Range> ranges, long from) {
        ranges.replaceAll(range -> new Range(range.first, Math.min(range.end, from), range.epoch));
        ranges.removeIf(range -> range.first >= range.end);
    }

    private static LaneLedger find(ShardSnapshot snapshot, long laneId) {
        for (LaneLedger lane : snapshot.lanes()) {
            if (lane.laneId() == laneId) {
                return lane;
            }
        }
        return null;
    }
}
