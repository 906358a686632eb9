package io.troupe.replay.shard;

import io.troupe.common.schema.StepLayout;

/** What a record's flags say to the shard. */
final class StepFlags {
    /** Stands where a torn record was found at recovery: no step, and no window may reach over it. */
    static final int HOLE = 1 << 31;

    private StepFlags() {
    }

    /** Whether the record is an environment step. */
    static boolean isStep(int flags) {
        return (flags & (StepLayout.FLAG_CLOSING | HOLE)) == 0;
    }

    /** Whether the record is the last of its episode, the closing record after a truncation included. */
    static boolean isEnd(int flags) {
        return (flags & (StepLayout.FLAG_TERMINATED | StepLayout.FLAG_CLOSING)) != 0;
    }
}
