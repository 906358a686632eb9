package io.troupe.launcher.run;

/** A process that serves a run of others: an actor, a shard, or the shared media driver. */
public interface NodeRun {
    /**
     * Serves until told to stop, or until the run has ended.
     *
     * @throws io.troupe.common.error.TroupeException where the process cannot serve
     */
    void run();

    /** Any thread, any time: what the process holds is handed over or made safe, and {@link #run} returns. */
    void requestStop(String reason);

    /** The process is halted right after this: what would outlive it is ended, without waiting. Any thread. */
    default void abandon() {
    }
}
