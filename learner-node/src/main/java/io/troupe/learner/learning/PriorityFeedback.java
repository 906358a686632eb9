package io.troupe.learner.learning;

/** Port: the way of new priorities back to the shards. Used by the learner's thread. */
public interface PriorityFeedback {
    /**
     * Takes the new priorities of a batch that has just been learned from. Called once a batch, before it is released.
     *
     * @param priorities |TD error| of each row; copied before this returns
     */
    void update(SampledBatch batch, float[] priorities);
}
