package io.troupe.learner.learning;

/** Port: where sampled batches come from. Used by the learner's thread. */
public interface BatchSource {
    /** The next whole batch, or null while there is none. It is the caller's until {@link #release}. */
    SampledBatch poll();

    /** Gives a batch back for reuse. */
    void release(SampledBatch batch);
}
