package io.troupe.replay.shard;

import io.troupe.common.schema.StepLayout;
import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;

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

    /** How many of these records, which follow each other from {@code index} on, are environment steps. */
    static int steps(DirectBuffer records, int index, int stride, int count) {
        records.boundsCheck(index, count * stride);
        final byte[] array = records.byteArray();
        long at = records.addressOffset() + index + StepLayout.FLAGS_OFFSET;
        int steps = 0;
        for (int i = 0; i < count; i++, at += stride) {
            steps += isStep(UnsafeApi.getInt(array, at)) ? 1 : 0;
        }
        return steps;
    }

    /** Whether the record is the last of its episode, the closing record after a truncation included. */
    static boolean isEnd(int flags) {
        return (flags & (StepLayout.FLAG_TERMINATED | StepLayout.FLAG_CLOSING)) != 0;
    }
}
