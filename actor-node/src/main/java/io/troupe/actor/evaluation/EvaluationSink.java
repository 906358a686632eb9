package io.troupe.actor.evaluation;

import io.troupe.common.weights.WeightsSnapshot;

/** Port: where evaluations are reported. Called by the evaluator's thread; returns at once. */
@FunctionalInterface
public interface EvaluationSink {
    /** These weights were found to be this good. */
    void onEvaluation(WeightsSnapshot weights, EvaluationOutcome outcome);
}
