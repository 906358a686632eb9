package io.troupe.replay.shard;

import io.troupe.replay.defence.MassAccount;
import io.troupe.replay.log.StepLog;

/** Whose segment each place of the log holds, of whatever epoch. What it is asked for is rare, so it may search. */
final class LanePlaces {
    private static final int NONE = Lane.NONE;

    private final StepLog log;
    private final Lane[] laneOfPlace;
    private final MassAccount[] accountOfPlace;

    /** @param accountOfPlace kept up to date with the lanes of the places */
    LanePlaces(StepLog log, MassAccount[] accountOfPlace) {
        this.log = log;
        this.accountOfPlace = accountOfPlace;
        laneOfPlace = new Lane[log.places()];
    }

    int count() {
        return laneOfPlace.length;
    }

    /** Null where the place holds nothing. */
    Lane laneOf(int place) {
        return laneOfPlace[place];
    }

    /** @param lane null where the place is emptied */
    void own(int place, Lane lane) {
        laneOfPlace[place] = lane;
        accountOfPlace[place] = lane == null ? null : lane.account;
    }

    /** Whether the place holds records of the lane from {@code from} on. */
    boolean reaches(int place, Lane lane, long from) {
        return laneOfPlace[place] == lane && log.firstRecord(place) + log.count(place) > from;
    }

    /** The place of the lane's newest segment older than {@code sequence}, or NONE. */
    int newest(Lane lane, long sequence) {
        int newest = NONE;
        for (int place = 0; place < laneOfPlace.length; place++) {
            if (laneOfPlace[place] == lane && log.sequence(place) < sequence
                && (newest == NONE || log.sequence(place) > log.sequence(newest))) {
                newest = place;
            }
        }
        return newest;
    }

    /** The slot of a record of the lane, or −1. */
    int slotOf(Lane lane, long record) {
        for (int place = 0; place < laneOfPlace.length; place++) {
            if (laneOfPlace[place] == lane) {
                long offset = record - log.firstRecord(place);
                if (offset >= 0 && offset < log.count(place)) {
                    return place * log.segmentSteps() + (int) offset;
                }
            }
        }
        return NONE;
    }

    /** Env steps that a place holds below a record. */
    int stepsBelow(int place, long record) {
        long end = Math.min(log.count(place), record - log.firstRecord(place));
        int steps = 0;
        for (int offset = 0; offset < end; offset++) {
            steps += StepFlags.isStep(log.flags(place, offset)) ? 1 : 0;
        }
        return steps;
    }
}
