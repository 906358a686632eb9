package io.troupe.learner.learning;

import io.troupe.common.weights.WeightsSnapshot;

/** Port: where new weights go. */
public interface WeightsSink {
    /** Offers weights to the actors. Called by the learner's thread; returns at once. A later version replaces this one. */
    void publish(WeightsSnapshot weights);
}
