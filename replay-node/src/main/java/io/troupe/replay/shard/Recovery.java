package io.troupe.replay.shard;

import io.troupe.replay.log.LaneEntry;
import io.troupe.replay.log.StepLog;
import java.util.Arrays;
import java.util.List;

/**
 * Reads an existing store: goes through its segments in the order in which they were opened and does again what was
 * done when their records came. Torn records become holes.
 */
final class Recovery {
    private final StepLog log;
    private final LaneTable lanes;
    private final LaneSegments segments;
    private final WindowGrid grid;
    private final WindowTracker tracker;
    private final WindowPriorities windows;
    private long tornRecords;

    Recovery(StepLog log, LaneTable lanes, LaneSegments segments, WindowGrid grid, WindowTracker tracker,
             WindowPriorities windows) {
        this.log = log;
        this.lanes = lanes;
        this.segments = segments;
        this.grid = grid;
        this.tracker = tracker;
        this.windows = windows;
    }

    /** Returns how many records were torn. */
    long run() {
        List<LaneEntry> entries = log.laneEntries();
        for (LaneEntry entry : entries) {
            Lane lane = lanes.getOrAdd(entry.laneId());
            lane.epoch = entry.epoch();
            lane.nextRecord = entry.nextRecord();
            lane.storedSteps = entry.storedSteps();
            lane.entrySequence = entry.sequence();
        }
        long[] sequences = new long[log.places()];
        Arrays.setAll(sequences, log::sequence);
        Arrays.sort(sequences);
        for (long sequence : sequences) {
            if (sequence != 0) {
                readSegment((int) (sequence % log.places()));
            }
        }
        windows.flush();
        for (Lane lane : lanes.all()) {
            segments.addStoredSteps(lane.storedSteps);
            if (lane.tail != Lane.NONE && log.epoch(lane.tail) != lane.epoch) {
                lane.tail = Lane.NONE;
            }
        }
        for (LaneEntry entry : entries) {
            Lane lane = lanes.getOrAdd(entry.laneId());
            if (lane.tail == Lane.NONE) {
                grid.resume(lane, lane.nextRecord, entry.episodeFirst(), entry.episodeState());
            }
        }
        return tornRecords;
    }

    private void readSegment(int place) {
        Lane lane = lanes.getOrAdd(log.laneId(place));
        int count = log.count(place);
        long firstRecord = log.firstRecord(place);
        if (log.sequence(place) >= lane.entrySequence) {
            lane.epoch = log.epoch(place);
            lane.nextRecord = firstRecord + count;
            lane.storedSteps = log.stepsBefore(place) + log.steps(place);
        }
        boolean isContinued = lane.tail != Lane.NONE && log.previous(place) == lane.tail;
        if (isContinued) {
            grid.correct(lane, log.episodeFirst(place), log.episodeState(place));
        } else {
            grid.resume(lane, firstRecord, log.episodeFirst(place), log.episodeState(place));
        }
        eraseTorn(lane, place, count);
        segments.adopt(lane, place);
        for (int offset = 0; offset < count; offset++) {
            windows.restore(place * log.segmentSteps() + offset);
        }
        for (int offset = 0; offset < count; offset++) {
            tracker.onRecord(lane, firstRecord + offset, log.flags(place, offset));
        }
    }

    private void eraseTorn(Lane lane, int place, int count) {
        int torn = 0;
        int steps = 0;
        for (int offset = 0; offset < count; offset++) {
            if (!log.verify(place, offset)) {
                log.erase(place, offset, StepFlags.HOLE);
                torn++;
            }
            steps += StepFlags.isStep(log.flags(place, offset)) ? 1 : 0;
        }
        if (torn > 0 || steps != log.steps(place)) {
            tornRecords += torn;
            if (log.sequence(place) >= lane.entrySequence) {
                // The segment tells fewer steps from now on; what the lane had stored is written down before.
                segments.remember(lane, log.sequence(place) + 1);
            }
            log.truncate(place, count, steps);
        }
    }
}
