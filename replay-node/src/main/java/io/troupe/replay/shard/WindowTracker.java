package io.troupe.replay.shard;

import io.troupe.common.schema.StepLayout;

/**
 * Notices when windows become samplable: a window that starts at a step does when the record {@code horizon} further
 * has arrived, or before that its episode's end, which is a terminated step or the closing record after a truncated
 * one. Windows of an episode that just stops, because the lane died or was reset without an end, never do.
 */
final class WindowTracker {
    private final int horizon;
    private final LaneSegments segments;
    private final WindowPriorities windows;

    WindowTracker(int horizon, LaneSegments segments, WindowPriorities windows) {
        this.horizon = horizon;
        this.segments = segments;
        this.windows = windows;
    }

    /** The lane goes on at {@code record}, and what came before is not continued. */
    void restart(Lane lane, long record) {
        lane.firstPending = record;
        lane.isCut = false;
    }

    /** A record has been stored; records come in order. {@link WindowPriorities#flush} must follow after the last. */
    void onRecord(Lane lane, long record, int flags) {
        if ((flags & StepFlags.HOLE) != 0) {
            restart(lane, record + 1);
            return;
        }
        if ((flags & StepLayout.FLAG_CLOSING) != 0) {
            if (lane.isCut) {
                complete(lane, record - 1);
            }
            restart(lane, record + 1);
            return;
        }
        if (lane.isCut || (flags & StepLayout.FLAG_EPISODE_START) != 0) {
            restart(lane, record);
        }
        if ((flags & StepLayout.FLAG_TERMINATED) != 0) {
            complete(lane, record);
        } else {
            complete(lane, record - horizon);
            lane.isCut = (flags & StepLayout.FLAG_TRUNCATED) != 0;
        }
    }

    private void complete(Lane lane, long last) {
        for (; lane.firstPending <= last; lane.firstPending++) {
            int slot = segments.slotOf(lane, lane.firstPending);
            if (slot >= 0) {
                windows.complete(slot);
            }
        }
    }
}
