package io.troupe.learner.status;

/** What a person can tell a run to do. Any thread may call; the effect follows soon, not at once. */
public interface RunControl {
    /** Actors stop stepping and the learner stops learning until {@link #resume}; nothing is lost. */
    void pause();

    void resume();

    /** Ends the run: drains the actors, evaluates, checkpoints. */
    void stop(String reason);
}
