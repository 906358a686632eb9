package io.troupe.common.schema;

import java.util.List;

/**
 * Where the fields of a step lie in a record: the same bytes on the wire and in the step log. Little-endian.
 *
 * <pre>
 *   0         8        12       16       20                    stride (multiple of 8)
 *   | weights | reward | action | flags  | observation columns … | padding |
 *   |  long   | float  |  int   |  int   | each on a multiple of 4         |
 * </pre>
 *
 * A record holds o_t, a_t, r_{t+1} and how the step ended. After a truncation the final observation follows in a
 * <em>closing record</em>, which has an observation and no step.
 */
public final class StepLayout {
    public static final int WEIGHTS_VERSION_OFFSET = 0;
    public static final int REWARD_OFFSET = 8;
    public static final int ACTION_OFFSET = 12;
    public static final int FLAGS_OFFSET = 16;
    public static final int OBSERVATION_OFFSET = 20;

    /** The first record of an episode. */
    public static final int FLAG_EPISODE_START = 1;
    /** The MDP ended with this step: nothing to bootstrap from. */
    public static final int FLAG_TERMINATED = 2;
    /** The episode was cut after this step; a closing record follows. */
    public static final int FLAG_TRUNCATED = 4;
    /** Not a step: the final observation of a truncated episode. */
    public static final int FLAG_CLOSING = 8;

    private final EnvironmentSchema schema;
    private final int[] columnOffsets;
    private final int observationBytes;
    private final int stride;

    public StepLayout(EnvironmentSchema schema) {
        this.schema = schema;
        List<ObservationColumn> columns = schema.observations();
        columnOffsets = new int[columns.size()];
        int offset = OBSERVATION_OFFSET;
        for (int i = 0; i < columnOffsets.length; i++) {
            columnOffsets[i] = offset;
            offset = Math.addExact(offset, (columns.get(i).bytes() + 3) & ~3);
        }
        observationBytes = offset - OBSERVATION_OFFSET;
        stride = (offset + 7) & ~7;
    }

    public EnvironmentSchema schema() {
        return schema;
    }

    /** Offset of observation column {@code column} within a record. */
    public int columnOffset(int column) {
        return columnOffsets[column];
    }

    /** Bytes of all observation columns, with the padding between them; they begin at {@link #OBSERVATION_OFFSET}. */
    public int observationBytes() {
        return observationBytes;
    }

    /** Bytes from one record to the next. */
    public int stride() {
        return stride;
    }

    /** Two layouts with equal fingerprints store the same bytes for the same step. */
    public String fingerprint() {
        return "step-v1 " + schema + " stride=" + stride;
    }
}
