package io.troupe.replay.shard;

import io.troupe.common.schema.StepLayout;
import io.troupe.common.wire.BatchMessage;
import io.troupe.replay.log.StepLog;

/**
 * The records around a window's start: where each lies, and where the episode begins and ends among them. Records are
 * told by their offset from the start. One object is moved from window to window.
 */
final class WindowRecords {
    private static final int NONE = -1;
    private static final int END = StepLayout.FLAG_TERMINATED | StepLayout.FLAG_TRUNCATED;
    private static final int LAST_OF_EPISODE = END | StepLayout.FLAG_CLOSING | StepFlags.HOLE;

    private final StepLog log;
    private final int lookBack;
    private final int horizon;
    private int startPlace;
    private int startOffset;
    private int first;
    private int last;
    private int lastStep;
    private int validSteps;
    private int ends;
    private int place;
    private int offset;

    WindowRecords(StepLog log, int lookBack, int horizon) {
        this.log = log;
        this.lookBack = lookBack;
        this.horizon = horizon;
    }

    /**
     * For each record of a window, −lookBack … horizon, the flags that show that the window is not of one episode that
     * goes on.
     */
    static int[] partingFlags(int lookBack, int horizon) {
        int[] flags = new int[lookBack + horizon + 1];
        for (int record = -lookBack; record < horizon; record++) {
            int start = record > -lookBack && record <= 0 ? StepLayout.FLAG_EPISODE_START : 0;
            flags[lookBack + record] = start | (record < 0 ? LAST_OF_EPISODE : END);
        }
        return flags;
    }

    /** Moves to a window of which it is known that its episode goes on to both sides. */
    void moveToWhole(int slot) {
        startPlace = log.placeOf(slot);
        startOffset = slot - startPlace * log.segmentSteps();
        validSteps = horizon;
        last = horizon;
        lastStep = horizon;
        ends = 0;
        first = -lookBack;
    }

    /** Moves to the window that starts in this slot of a live segment, and measures its episode. */
    void moveTo(int slot) {
        moveToWhole(slot);
        measureEnd();
        measureLookBack();
    }

    /** The episode's first record that the window may read: −lookBack … 0. */
    int first() {
        return first;
    }

    /** The last record that the window may read: its episode's last, or the one to bootstrap from. */
    int last() {
        return last;
    }

    /** The last record that the window may read and that is a step. */
    int lastStep() {
        return lastStep;
    }

    /** Steps of the episode from the start on, without the record to bootstrap from. */
    int validSteps() {
        return validSteps;
    }

    /** How the last of these ended, as a {@link BatchMessage} tells it. */
    int ends() {
        return ends;
    }

    /** Goes to a record; false where its segment is not held. */
    boolean find(int record) {
        place = startPlace;
        offset = startOffset + record;
        while (offset < 0) {
            place = log.previous(place);
            if (place == NONE) {
                return false;
            }
            offset += log.count(place);
        }
        while (offset >= log.count(place)) {
            offset -= log.count(place);
            place = log.next(place);
            if (place == NONE) {
                return false;
            }
        }
        return true;
    }

    /** The place of the record that was found. */
    int place() {
        return place;
    }

    /** The offset in its segment of the record that was found. */
    int offset() {
        return offset;
    }

    private void measureEnd() {
        for (int record = 0; record < horizon; record++) {
            find(record);
            int flags = log.flags(place, offset);
            if ((flags & END) != 0) {
                boolean isTerminated = (flags & StepLayout.FLAG_TERMINATED) != 0;
                validSteps = record + 1;
                lastStep = record;
                last = isTerminated ? record : record + 1;
                ends = isTerminated ? BatchMessage.END_TERMINATED : BatchMessage.END_TRUNCATED;
                return;
            }
        }
    }

    private void measureLookBack() {
        first = 0;
        while (first > -lookBack) {
            find(first);
            if ((log.flags(place, offset) & StepLayout.FLAG_EPISODE_START) != 0 || !find(first - 1)
                || (log.flags(place, offset) & LAST_OF_EPISODE) != 0) {
                return;
            }
            first--;
        }
    }
}
