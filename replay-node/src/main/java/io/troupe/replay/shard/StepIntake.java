package io.troupe.replay.shard;

import io.troupe.common.schema.StepContent;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.wire.StepsMessage;

/** Takes a lane's records exactly once: by their numbers, and by the epoch in which they were sent. */
final class StepIntake {
    private final LaneTable lanes;
    private final LaneSegments segments;
    private final WindowTracker tracker;
    private final WindowPriorities windows;
    private final WindowGrid grid;
    private final StepContent content;
    private long duplicateRecords;
    private long staleRecords;
    private long gapMessages;
    private long droppedStates;

    StepIntake(LaneTable lanes, LaneSegments segments, WindowGrid grid, WindowTracker tracker, WindowPriorities windows,
               StepContent content) {
        this.lanes = lanes;
        this.segments = segments;
        this.tracker = tracker;
        this.windows = windows;
        this.grid = grid;
        this.content = content;
    }

    long duplicateRecords() {
        return duplicateRecords;
    }

    long staleRecords() {
        return staleRecords;
    }

    long gapMessages() {
        return gapMessages;
    }

    /** Recurrent states of records that are not held, or for which there was no room. */
    long droppedStates() {
        return droppedStates;
    }

    AppendResult append(StepsMessage steps) {
        if (lanes.isForeign(steps.laneId(), steps.senderNodeId()) || !isPossible(steps)) {
            return AppendResult.INVALID;
        }
        if (steps.recordCount() == 0 && steps.priorityCount() > 0 && !lanes.isActive(steps.laneId())) {
            // Late priorities of a lane without records here: no reason to make room for it. With nothing at all in it
            // the message asks where the lane goes on.
            gapMessages++;
            return AppendResult.GAP;
        }
        Lane lane = lanes.onMessage(steps.laneId(), steps.senderNodeId());
        if (lane == null) {
            return AppendResult.NO_ROOM;
        }
        if (lane.sender != null) {
            lane.sender.isAckDue = true;
        }
        int count = steps.recordCount();
        if (steps.epoch() < lane.epoch) {
            staleRecords += count;
            if (lane.hasLeft) {
                lanes.leave(lane);
            }
            return AppendResult.STALE_EPOCH;
        }
        long first = steps.firstRecord();
        if (steps.epoch() > lane.epoch) {
            beginEpoch(lane, steps.epoch(), first);
        }
        if (first > lane.nextRecord) {
            gapMessages++;
            return AppendResult.GAP;
        }
        int known = (int) Math.min(count, lane.nextRecord - first);
        duplicateRecords += known;
        segments.append(lane, steps.buffer(), steps.recordOffset(known), count - known);
        takePriorities(lane, steps);
        if (steps.stateCount() > 0) {
            takeStates(lane, steps);
        }
        for (int i = known; i < count; i++) {
            int flags = steps.buffer().getInt(steps.recordOffset(i) + StepLayout.FLAGS_OFFSET);
            tracker.onRecord(lane, first + i, flags);
        }
        windows.flush();
        return known == count && count > 0 ? AppendResult.DUPLICATE : AppendResult.STORED;
    }

    /** The limiter is closed: the actor is told so with its next acknowledgement. */
    void onRefused(StepsMessage steps) {
        Sender sender = lanes.sender(steps.senderNodeId());
        if (sender != null) {
            sender.isAckDue = true;
        }
    }

    /**
     * The lane went over to another shard at record {@code from} and began an epoch there: what it has here from that
     * record on is not its any more. Does nothing where the lane is in that epoch or a later one already.
     */
    void moveAway(long laneId, long from, int epoch) {
        if (from < 0 || from > StepsMessage.MAX_RECORD_NUMBER || !lanes.canKnow(laneId)) {
            return;
        }
        Lane lane = lanes.getOrAdd(laneId);
        if (epoch <= lane.epoch) {
            return;
        }
        beginEpoch(lane, epoch, Math.min(from, lane.nextRecord));
        lanes.leave(lane);
        segments.remember(lane);
    }

    private void beginEpoch(Lane lane, int epoch, long first) {
        segments.dropFrom(lane, first);
        lane.epoch = epoch;
        lane.hasLeft = false;
        lane.nextRecord = first;
        lane.tail = Lane.NONE;
        lane.isTailOpen = false;
        grid.restart(lane, first);
    }

    private boolean isPossible(StepsMessage steps) {
        for (int i = 0; i < steps.recordCount(); i++) {
            if (!content.isPossible(steps.buffer(), steps.recordOffset(i))) {
                return false;
            }
        }
        return true;
    }

    private void takePriorities(Lane lane, StepsMessage steps) {
        for (int i = 0; i < steps.priorityCount(); i++) {
            float priority = steps.priority(i);
            if (!windows.isAccepted(priority)) {
                continue;
            }
            int slot = segments.slotOf(lane, steps.priorityRecord(i));
            if (slot >= 0) {
                windows.first(slot, priority);
            }
        }
    }

    private void takeStates(Lane lane, StepsMessage steps) {
        for (int i = 0; i < steps.stateCount(); i++) {
            int slot = segments.slotOf(lane, steps.stateRecord(i));
            if (slot < 0 || !segments.putState(slot, steps.buffer(), steps.stateOffset(i))) {
                droppedStates++;
            }
        }
    }
}
