package io.troupe.learner.learning;

/**
 * A copy of a learner's state that is made piece by piece, so that the learner's thread can do its other duties between
 * two pieces. The learner must not step meanwhile. Used by the learner's thread.
 */
public final class StateCopy {
    /** Of each of the four arrays. A piece then is 1 MiB of reading and writing: some tenths of a millisecond. */
    static final int PIECE = 1 << 16;

    private final Learner learner;
    private final LearnerState room;
    private final int piece;
    private int copied;

    StateCopy(Learner learner, LearnerState room, int piece) {
        this.learner = learner;
        this.room = room;
        this.piece = piece;
    }

    /**
     * Copies one piece; true when it was the last.
     *
     * @throws io.troupe.common.error.TroupeException TRAINING_DIVERGED where a weight is not finite
     */
    public boolean doWork() {
        int end = Math.min(room.online().length, copied + piece);
        learner.copy(copied, end, room);
        copied = end;
        return copied == room.online().length;
    }

    /** The state, in the arrays that it was copied into. */
    public LearnerState state() {
        return learner.stateIn(room);
    }
}
