package io.troupe.replay.shard;

import io.troupe.replay.log.StepLog;

/**
 * Finds the slot of a lane's record: back from the lane's newest segment. The segment that was found last is kept, since
 * records are asked for one after the other.
 */
final class RecordFinder {
    private static final int NONE = Lane.NONE;
    /** Records that a message may name are not older than this: a sender must not make the shard search for long. */
    private static final long MAX_REACH = 1 << 14;

    private final StepLog log;
    private Lane foundLane;
    private int foundTail;
    private long foundFirst;
    private int foundCount;
    private int foundSlot;

    RecordFinder(StepLog log) {
        this.log = log;
    }

    /** The slot of a record of the lane's running epoch, or −1 where it is not held. */
    int slotOf(Lane lane, long record) {
        long fromFound = record - foundFirst;
        if (lane == foundLane && lane.tail == foundTail && fromFound >= 0 && fromFound < foundCount) {
            return foundSlot + (int) fromFound;
        }
        if (lane.nextRecord - record > MAX_REACH) {
            return NONE;
        }
        for (int place = lane.tail; place != NONE; place = log.previous(place)) {
            long offset = record - log.firstRecord(place);
            if (offset >= 0) {
                if (offset >= log.count(place)) {
                    return NONE;
                }
                foundLane = lane;
                foundTail = lane.tail;
                foundFirst = log.firstRecord(place);
                foundCount = log.count(place);
                foundSlot = place * log.segmentSteps();
                return foundSlot + (int) offset;
            }
        }
        return NONE;
    }

    /** How many records lie together from a slot on, that {@link #slotOf} has just found. */
    int recordsFrom(int slot) {
        return foundSlot + foundCount - slot;
    }

    /** A segment has lost records, or is gone. */
    void forget() {
        foundLane = null;
    }
}
