package io.troupe.learner.status;

/** What a person can tell a run to do. Any thread may call; the effect follows soon, not at once. */
public interface RunControl {
    /** Actors stop stepping and the learner stops learning until {@link #resume}; nothing is lost. */
    void pause();

    void resume();

    /** Writes a checkpoint beside those that come by themselves. */
    void checkpoint();

    /** Has the newest weights evaluated without waiting for the evaluator's turn. */
    void evaluate();

    /** Ends the run: drains the actors, evaluates, checkpoints. */
    void stop(String reason);
}
