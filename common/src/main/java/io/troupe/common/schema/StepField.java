package io.troupe.common.schema;

/**
 * A field of a step that a window can take: an observation column by its index, the mask of the legal actions, one of
 * the small fields, or the recurrent state that the actor's network had before the step.
 */
public record StepField(Kind kind, int observationColumn) {
    public enum Kind { OBSERVATION, ACTION, REWARD, WEIGHTS_VERSION, ACTION_MASK, STATE }

    public static final StepField ACTION = new StepField(Kind.ACTION, -1);
    public static final StepField REWARD = new StepField(Kind.REWARD, -1);
    public static final StepField WEIGHTS_VERSION = new StepField(Kind.WEIGHTS_VERSION, -1);
    public static final StepField ACTION_MASK = new StepField(Kind.ACTION_MASK, -1);
    public static final StepField STATE = new StepField(Kind.STATE, -1);

    public static StepField observation(int column) {
        return new StepField(Kind.OBSERVATION, column);
    }

    /** Where the field lies in a record; a recurrent state lies in none. */
    public int offset(StepLayout layout) {
        return switch (kind) {
            case OBSERVATION -> layout.columnOffset(observationColumn);
            case ACTION -> StepLayout.ACTION_OFFSET;
            case REWARD -> StepLayout.REWARD_OFFSET;
            case WEIGHTS_VERSION -> StepLayout.WEIGHTS_VERSION_OFFSET;
            case ACTION_MASK -> layout.actionMaskOffset();
            case STATE -> throw new IllegalArgumentException("a recurrent state is not part of a record");
        };
    }

    /** Whether it belongs to what is seen before acting, which an episode's closing record has too. */
    public boolean isObserved() {
        return kind == Kind.OBSERVATION || kind == Kind.ACTION_MASK;
    }

    /** Bytes of the field in a record and in a batch's column. */
    public int bytes(StepLayout layout) {
        return switch (kind) {
            case OBSERVATION -> layout.schema().observations().get(observationColumn).bytes();
            case ACTION, REWARD -> 4;
            case WEIGHTS_VERSION -> 8;
            case ACTION_MASK -> layout.actionMaskBytes();
            case STATE -> layout.stateBytes();
        };
    }
}
