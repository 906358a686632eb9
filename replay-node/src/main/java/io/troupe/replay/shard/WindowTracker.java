package io.troupe.replay.shard;

import io.troupe.common.schema.StepLayout;

/**
 * Notices when windows become samplable: a window on the {@link WindowGrid} does when the record {@code horizon} further
 * has arrived, or before that when its episode has ended with all its steps, at a terminated step or the closing record
 * after a truncated one. The end that these leave over is covered by one window more, aligned to it. Windows of an
 * episode that just stops, because the lane died or was reset without an end, never become samplable.
 */
final class WindowTracker {
    private static final int SPECIAL = StepFlags.HOLE | StepLayout.FLAG_CLOSING | StepLayout.FLAG_TERMINATED;

    private final WindowGrid grid;
    private final LaneSegments segments;
    private final WindowPriorities windows;

    WindowTracker(WindowGrid grid, LaneSegments segments, WindowPriorities windows) {
        this.grid = grid;
        this.segments = segments;
        this.windows = windows;
    }

    /** A record has been stored; records come in order. {@link WindowPriorities#flush} must follow after the last. */
    void onRecord(Lane lane, long record, int flags) {
        boolean isCut = lane.episode.isCut();
        if (lane.episode.advance(record, flags)) {
            grid.begin(lane, record);
        }
        if ((flags & SPECIAL) == 0) {
            complete(lane, record - grid.horizon);
        } else if ((flags & StepFlags.HOLE) != 0) {
            grid.forget(lane, record + 1);
        } else if ((flags & StepLayout.FLAG_CLOSING) == 0) {
            end(lane, record + 1);
        } else if (isCut) {
            end(lane, record);
        }
    }

    /** The episode's steps end before record {@code end}. */
    private void end(Lane lane, long end) {
        complete(lane, end - grid.length);
        long aligned = Math.max(lane.episode.first(), end - grid.length);
        boolean isShort = aligned > end - grid.length;
        if (aligned >= lane.firstStart && (isShort || !grid.isOnGrid(lane, aligned))) {
            completeAll(lane, aligned, aligned);
        }
    }

    private void complete(Lane lane, long last) {
        if (lane.nextStart <= last) {
            lane.nextStart = completeAll(lane, lane.nextStart, last);
        }
    }

    /** Completes every start of the grid from {@code first} to {@code last}; returns the next one. */
    private long completeAll(Lane lane, long first, long last) {
        long start = first;
        for (; start <= last; start += grid.period) {
            int slot = segments.slotOf(lane, start);
            if (slot >= 0) {
                windows.complete(slot);
            }
        }
        return start;
    }
}
