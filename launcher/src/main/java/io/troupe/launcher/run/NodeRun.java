package io.troupe.launcher.run;

/** A process that serves a run of others: an actor, a shard, or the shared media driver. */
public interface NodeRun {
    /** How it came to its end, in order. */
    enum Ending {
        /** It was told to stop, or the run has come to its end. */
        DONE(0),
        /** The run was interrupted: its learner may be started again and go on with it, and wants this node back. */
        RUN_INTERRUPTED(4);

        private final int exitStatus;

        Ending(int exitStatus) {
            this.exitStatus = exitStatus;
        }

        /** Of the process; not 0 where whoever restarts what has failed should start this again. */
        public int exitStatus() {
            return exitStatus;
        }
    }

    /**
     * Serves until told to stop, or until the run has ended.
     *
     * @throws io.troupe.common.error.TroupeException where the process cannot serve
     */
    Ending run();

    /** Any thread, any time: what the process holds is handed over or made safe, and {@link #run} returns. */
    void requestStop(String reason);

    /** The process is halted right after this: what would outlive it is ended, without waiting. Any thread. */
    default void abandon() {
    }
}
