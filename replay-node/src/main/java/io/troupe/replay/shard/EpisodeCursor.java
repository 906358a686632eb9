package io.troupe.replay.shard;

import io.troupe.common.schema.StepLayout;

/**
 * Follows a lane's records and tells where its episodes begin: at a record that says so, and behind one that ended an
 * episode. A hole may have been either; then the episode is taken to go on, or to begin there.
 */
final class EpisodeCursor {
    private static final int RUNNING = 0;
    /** The next step begins an episode. */
    private static final int ENDED = 1;
    /** As ENDED, but a closing record may come before. */
    private static final int CUT = 2;

    private long first;
    private int state = ENDED;

    /** The number of the running episode's first record: from there its windows' starts are counted. */
    long first() {
        return first;
    }

    /** What {@link #set} takes besides {@link #first()}. */
    int state() {
        return state;
    }

    /** Whether the last record was truncated, so that a closing record must follow. */
    boolean isCut() {
        return state == CUT;
    }

    /** The lane goes on at {@code record}; whether an episode begins there is not known, but of a lane's very first. */
    void reset(long record) {
        set(record, record == 0 ? ENDED : RUNNING);
    }

    void set(long newFirst, int newState) {
        first = newFirst;
        state = newState;
    }

    void set(EpisodeCursor other) {
        set(other.first, other.state);
    }

    /** Takes the next record; returns whether an episode begins with it. */
    boolean advance(long record, int flags) {
        if ((flags & StepFlags.HOLE) != 0) {
            if (state != RUNNING) {
                set(record, RUNNING);
            }
            return false;
        }
        if ((flags & StepLayout.FLAG_CLOSING) != 0) {
            state = ENDED;
            return false;
        }
        boolean isFirst = state != RUNNING || (flags & StepLayout.FLAG_EPISODE_START) != 0;
        if (isFirst) {
            first = record;
        }
        state = (flags & StepLayout.FLAG_TERMINATED) != 0 ? ENDED
            : (flags & StepLayout.FLAG_TRUNCATED) != 0 ? CUT : RUNNING;
        return isFirst;
    }
}
