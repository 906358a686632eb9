package io.troupe.common.schema;

import java.util.List;

/**
 * Where the fields of a step lie in a record: the same bytes on the wire and in the step log. Little-endian.
 *
 * <pre>
 *   0         8        12       16       20                                      stride (multiple of 8)
 *   | weights | reward | action | flags  | observation columns …   | action mask | padding |
 *   |  long   | float  |  int   |  int   | each on a multiple of 4 | optional    |         |
 * </pre>
 *
 * A record holds o_t, a_t, r_{t+1} and how the step ended. After a truncation the final observation follows in a
 * <em>closing record</em>, which has an observation and no step. The action mask has a bit for each action, the lowest
 * first, 1 for a legal one.
 *
 * <p>A network with a memory may store its <em>recurrent state</em> of {@link #stateBytes()} bytes beside some of the
 * records: as it was before o_t went in. States are no part of the record, and may be dropped.
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
    /** Chosen by weights that were beyond {@code actors.staleness}, with {@code action = mark}. */
    public static final int FLAG_STALE = 16;

    private final EnvironmentSchema schema;
    private final int[] columnOffsets;
    private final int observationBytes;
    private final int actionMaskOffset;
    private final int stateBytes;
    private final int stride;

    /** Without recurrent states. */
    public StepLayout(EnvironmentSchema schema) {
        this(schema, 0);
    }

    /** @param stateBytes of a recurrent state, a multiple of 4; 0 where the network has none */
    public StepLayout(EnvironmentSchema schema, int stateBytes) {
        if (stateBytes < 0 || stateBytes % 4 != 0) {
            throw new IllegalArgumentException("a recurrent state takes a multiple of 4 bytes, got " + stateBytes);
        }
        this.schema = schema;
        this.stateBytes = stateBytes;
        List<ObservationColumn> columns = schema.observations();
        columnOffsets = new int[columns.size()];
        int offset = OBSERVATION_OFFSET;
        for (int i = 0; i < columnOffsets.length; i++) {
            columnOffsets[i] = offset;
            offset = Math.addExact(offset, (columns.get(i).bytes() + 3) & ~3);
        }
        observationBytes = offset - OBSERVATION_OFFSET;
        actionMaskOffset = offset;
        stride = (offset + actionMaskBytes() + 7) & ~7;
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

    /** Bytes of all that is observed, from {@link #OBSERVATION_OFFSET} on: the observation and the mask behind it. */
    public int observedBytes() {
        return observationBytes + actionMaskBytes();
    }

    /** Where the mask of the legal actions begins. */
    public int actionMaskOffset() {
        return actionMaskOffset;
    }

    /** Bytes of the mask, a bit for each action; 0 where the environment has none. */
    public int actionMaskBytes() {
        return schema.hasActionMask() ? ElementType.BIT.bytesFor(schema.actionCount()) : 0;
    }

    /** Bytes of a recurrent state; 0 where there are none. */
    public int stateBytes() {
        return stateBytes;
    }

    /** Bytes from one record to the next. */
    public int stride() {
        return stride;
    }

    /** Two layouts with equal fingerprints store the same bytes for the same step; states are not part of it. */
    public String fingerprint() {
        return "step-v2 " + schema + " stride=" + stride;
    }
}
