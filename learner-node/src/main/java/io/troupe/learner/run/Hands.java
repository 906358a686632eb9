package io.troupe.learner.run;

import io.troupe.learner.status.RunSnapshot;

/** What a {@link RunSupervisor} has done by others. */
public interface Hands {
    /** Actors stop stepping and deliver; shards take whatever comes; the learner stops learning. */
    void drain(String reason);

    /** Offers the newest weights and returns their version, after at most some seconds. */
    long publishNow();

    /** Asks for one evaluation of weights of at least this version. */
    void evaluate(long version);

    /** Keeps these weights as the best so far, as far as they are still at hand. */
    void keepBest(RunSnapshot.Evaluation evaluation);

    /** Writes a checkpoint. {@code isFinal}: returns when it is written. */
    void checkpoint(RunSnapshot snapshot, boolean isFinal);

    /** What a person would name the newest checkpoint by, or that there is none. */
    String lastCheckpoint();

    /** Every other node closes. */
    void closeNodes(String reason);
}
