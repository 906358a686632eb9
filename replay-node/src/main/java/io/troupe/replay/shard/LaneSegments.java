package io.troupe.replay.shard;

import io.troupe.common.schema.StepLayout;
import io.troupe.replay.defence.MassAccount;
import io.troupe.replay.log.StepLog;
import org.agrona.DirectBuffer;

/** Puts lanes' records into segments of the log, and evicts the oldest segment for the next. */
final class LaneSegments {
    private static final int NONE = Lane.NONE;

    private final StepLog log;
    private final LaneTable lanes;
    private final WindowPriorities windows;
    private final WindowGrid grid;
    private final boolean isForced;
    private final int stride;
    private final LanePlaces places;
    private final RecordFinder finder;
    /** The running episode of the lane that is appended to, ahead of its windows. */
    private final EpisodeCursor ahead = new EpisodeCursor();
    private final EpisodeCursor behind = new EpisodeCursor();
    private long heldRecords;
    private long heldSteps;
    private long storedSteps;

    LaneSegments(StepLog log, LaneTable lanes, WindowPriorities windows, WindowGrid grid, int stride,
                 boolean isForced, MassAccount[] accountOfPlace) {
        this.log = log;
        this.lanes = lanes;
        this.windows = windows;
        this.grid = grid;
        this.stride = stride;
        this.isForced = isForced;
        places = new LanePlaces(log, accountOfPlace);
        finder = new RecordFinder(log);
    }

    long heldRecords() {
        return heldRecords;
    }

    long heldSteps() {
        return heldSteps;
    }

    /** Env steps ever stored, those of all lanes. */
    long storedSteps() {
        return storedSteps;
    }

    void addStoredSteps(long steps) {
        storedSteps += steps;
    }

    /** The lane's newest segment, found at the start. It is not appended to: see {@link StepLog}. */
    void adopt(Lane lane, int place) {
        places.own(place, lane);
        lane.tail = place;
        lane.newest = place;
        heldRecords += log.count(place);
        heldSteps += log.steps(place);
    }

    /** Appends records to the lane, from its {@code nextRecord} on. */
    void append(Lane lane, DirectBuffer source, int index, int records) {
        int at = index;
        ahead.set(lane.episode);
        long aheadRecord = lane.nextRecord;
        int aheadAt = index;
        for (int left = records; left > 0; ) {
            if (lane.tail == NONE || !lane.isTailOpen || log.count(lane.tail) == log.segmentSteps()) {
                for (; aheadAt < at; aheadAt += stride) {
                    ahead.advance(aheadRecord++, source.getInt(aheadAt + StepLayout.FLAGS_OFFSET));
                }
                openSegment(lane);
            }
            int run = Math.min(left, log.segmentSteps() - log.count(lane.tail));
            int steps = StepFlags.steps(source, at, stride, run);
            log.append(lane.tail, source, at, run, steps);
            lane.nextRecord += run;
            lane.storedSteps += steps;
            heldRecords += run;
            heldSteps += steps;
            storedSteps += steps;
            at += run * stride;
            left -= run;
        }
    }

    /** Stores the state of the network before the record in a slot. False where there is no room for it. */
    boolean putState(int slot, DirectBuffer source, int index) {
        int place = log.placeOf(slot);
        return log.putState(place, slot - place * log.segmentSteps(), source, index);
    }

    /** The slot of a record of the lane's running epoch, or −1 where it is not held. */
    int slotOf(Lane lane, long record) {
        return finder.slotOf(lane, record);
    }

    /** How many records lie together from a slot on, that {@link #slotOf} has just found. */
    int recordsFrom(int slot) {
        return finder.recordsFrom(slot);
    }

    /**
     * Drops what the lane has from record {@code from} on, and its windows that reach there. Rare, so it may search.
     */
    void dropFrom(Lane lane, long from) {
        if (from >= lane.nextRecord) {
            return;
        }
        rememberWithout(lane, from);
        for (int place = places.newest(lane, Long.MAX_VALUE); place != NONE; ) {
            int older = places.newest(lane, log.sequence(place));
            cut(lane, place, from);
            place = older;
        }
        lane.newest = places.newest(lane, Long.MAX_VALUE);
        removeWindowsInto(lane, from);
    }

    /**
     * Drops what the lane has from record {@code from} on in epochs before this one, where it is in that one or a later
     * one already: the lane came back before this shard heard that it had been away. Rare, so it may search.
     */
    void dropEarlier(Lane lane, long from, int epoch) {
        long before = heldSteps;
        boolean isDropped = false;
        for (int place = 0; place < places.count(); place++) {
            if (places.reaches(place, lane, from) && log.epoch(place) < epoch) {
                cut(lane, place, from);
                isDropped = true;
            }
        }
        if (!isDropped) {
            return;
        }
        lane.storedSteps -= before - heldSteps;
        storedSteps -= before - heldSteps;
        // Its newest segments tell the count as it was before.
        lane.isTailOpen = false;
        lane.newest = places.newest(lane, Long.MAX_VALUE);
        remember(lane);
        removeWindowsInto(lane, from);
    }

    private void removeWindowsInto(Lane lane, long from) {
        for (long record = from - 1; record >= Math.max(0, from - grid.horizon); record--) {
            int slot = places.slotOf(lane, record);
            if (slot >= 0) {
                int place = log.placeOf(slot);
                if (StepFlags.isEnd(log.flags(place, slot - place * log.segmentSteps()))) {
                    break;
                }
                windows.exclude(slot);
            }
        }
    }

    /** Writes the lane's state down, and lets that rule over all its segments up to now. */
    void remember(Lane lane) {
        remember(lane, log.nextSequence());
    }

    /** Writes the lane's state down, to rule over its segments below {@code sequence}. */
    void remember(Lane lane, long sequence) {
        log.writeLaneEntry(lane.laneId, lane.epoch, lane.nextRecord, lane.storedSteps, sequence, lane.episode.first(),
            lane.episode.state());
        lane.entrySequence = sequence;
        if (isForced) {
            log.force();
        }
    }

    private void openSegment(Lane lane) {
        int place = log.nextPlace();
        if (log.sequence(place) != 0) {
            evict(place);
        } else {
            windows.prepare(place * log.segmentSteps(), log.segmentSteps());
        }
        log.openSegment(lane.laneId, lane.epoch, lane.nextRecord, lane.storedSteps, lane.tail, ahead.first(),
            ahead.state());
        places.own(place, lane);
        lane.tail = place;
        lane.newest = place;
        lane.isTailOpen = true;
    }

    private void evict(int place) {
        Lane lane = places.laneOf(place);
        if (lane.newest == place) {
            remember(lane, log.sequence(place));
            lane.newest = NONE;
        }
        if (lane.tail == place) {
            lane.tail = NONE;
            lanes.deactivate(lane);
        }
        if (log.epoch(place) == lane.epoch) {
            grid.forget(lane, log.firstRecord(place) + log.count(place));
        }
        if (grid.lookBack > 0 && log.next(place) != NONE) {
            excludeLookingBack(log.next(place));
        }
        clear(place);
    }

    /** Takes away the windows that look back over the beginning of a segment. */
    private void excludeLookingBack(int place) {
        behind.set(log.episodeFirst(place), log.episodeState(place));
        long record = log.firstRecord(place);
        long end = record + grid.lookBack;
        for (int next = place; next != NONE && record < end; next = log.next(next)) {
            for (int offset = 0; offset < log.count(next) && record < end; offset++, record++) {
                if (behind.advance(record, log.flags(next, offset))) {
                    return;
                }
                windows.exclude(next * log.segmentSteps() + offset);
            }
        }
    }

    private void clear(int place) {
        finder.forget();
        windows.remove(place * log.segmentSteps(), log.segmentSteps());
        heldRecords -= log.count(place);
        heldSteps -= log.steps(place);
        places.own(place, null);
        log.drop(place);
    }

    /**
     * Takes the records from {@code from} on out of the lane's count and writes that down before the segments are
     * touched. The entry's sequence lets it rule only when all segments that are to go are gone.
     */
    private void rememberWithout(Lane lane, long from) {
        long dropped = 0;
        long lowest = Long.MAX_VALUE;
        for (int place = 0; place < places.count(); place++) {
            if (places.reaches(place, lane, from)) {
                dropped += log.steps(place) - places.stepsBelow(place, from);
                lowest = Math.min(lowest, log.sequence(place));
            }
        }
        lane.storedSteps -= dropped;
        storedSteps -= dropped;
        lane.nextRecord = from;
        lane.episode.reset(from);
        remember(lane, lowest == Long.MAX_VALUE ? log.nextSequence() : lowest);
    }

    private void cut(Lane lane, int place, long from) {
        long kept = from - log.firstRecord(place);
        if (kept <= 0) {
            if (lane.tail == place) {
                lane.tail = log.previous(place);
                lane.isTailOpen = false;
            }
            clear(place);
        } else if (kept < log.count(place)) {
            int count = log.count(place);
            int steps = places.stepsBelow(place, from);
            windows.remove(place * log.segmentSteps() + (int) kept, count - (int) kept);
            heldRecords -= count - kept;
            heldSteps -= log.steps(place) - steps;
            log.truncate(place, (int) kept, steps);
            finder.forget();
            if (lane.tail == place) {
                lane.isTailOpen = false;
            }
        }
    }
}
