package io.troupe.common.schema;

/** A field of a step record that a window can take: an observation column by its index, or one of the small fields. */
public record StepField(Kind kind, int observationColumn) {
    public enum Kind { OBSERVATION, ACTION, REWARD, WEIGHTS_VERSION }

    public static final StepField ACTION = new StepField(Kind.ACTION, -1);
    public static final StepField REWARD = new StepField(Kind.REWARD, -1);
    public static final StepField WEIGHTS_VERSION = new StepField(Kind.WEIGHTS_VERSION, -1);

    public static StepField observation(int column) {
        return new StepField(Kind.OBSERVATION, column);
    }

    public int offset(StepLayout layout) {
        return switch (kind) {
            case OBSERVATION -> layout.columnOffset(observationColumn);
            case ACTION -> StepLayout.ACTION_OFFSET;
            case REWARD -> StepLayout.REWARD_OFFSET;
            case WEIGHTS_VERSION -> StepLayout.WEIGHTS_VERSION_OFFSET;
        };
    }

    /** Bytes of the field in a record and in a batch's column. */
    public int bytes(StepLayout layout) {
        return switch (kind) {
            case OBSERVATION -> layout.schema().observations().get(observationColumn).bytes();
            case ACTION, REWARD -> 4;
            case WEIGHTS_VERSION -> 8;
        };
    }
}
