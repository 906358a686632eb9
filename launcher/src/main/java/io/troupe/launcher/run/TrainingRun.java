package io.troupe.launcher.run;

import io.troupe.learner.status.RunSummary;

/** A run that is about to begin. */
public interface TrainingRun {
    /**
     * Runs until the run ends, and returns what came of it, which then is in the run's folder too.
     *
     * @throws io.troupe.common.error.TroupeException where the run cannot be started, or breaks
     */
    RunSummary run();

    /**
     * Any thread, any time, also before {@link #run} and after it: the run drains its actors, writes a checkpoint and
     * its summary with this reason, and {@link #run} returns. Returns at once.
     */
    void requestStop(String reason);

    /** The process is halted right after this: what would outlive it is ended, without waiting. Any thread. */
    default void abandon() {
    }
}
