package io.troupe.actor.evaluation;

import io.troupe.actor.acting.EnvironmentFactory;
import io.troupe.common.numeric.ValueRescale;
import io.troupe.common.schema.StepLayout;

/**
 * What an evaluation is made of.
 *
 * @param episodes          of one evaluation, at least 1
 * @param maxLanes          episodes that run side by side at most; fewer where the network takes fewer rows
 * @param epsilon           share of random actions
 * @param seed              of the run: evaluation e's episode i begins from a seed made of it, e and i
 * @param maxFailures       failures of environments, without an episode that ends, after which the evaluation gives up
 * @param attentionEpisodes of how many episodes, the first ones, it is kept what the network looked at
 * @param discount          γ of the return that Q-values foretell
 * @param valueScale        on which they foretell it
 */
public record EvaluationSpec(
    StepLayout layout,
    EnvironmentFactory environments,
    int episodes,
    int maxLanes,
    double epsilon,
    long seed,
    int maxFailures,
    int attentionEpisodes,
    double discount,
    ValueRescale valueScale) {
    /** Of which it is not kept what the network looked at. */
    public EvaluationSpec(StepLayout layout, EnvironmentFactory environments, int episodes, int maxLanes,
                          double epsilon, long seed, int maxFailures) {
        this(layout, environments, episodes, maxLanes, epsilon, seed, maxFailures, 0);
    }

    /** Whose Q-values foretell undiscounted returns. */
    public EvaluationSpec(StepLayout layout, EnvironmentFactory environments, int episodes, int maxLanes,
                          double epsilon, long seed, int maxFailures, int attentionEpisodes) {
        this(layout, environments, episodes, maxLanes, epsilon, seed, maxFailures, attentionEpisodes, 1,
            ValueRescale.NONE);
    }

    public EvaluationSpec {
        if (episodes < 1 || maxLanes < 1 || maxFailures < 1) {
            throw new IllegalArgumentException("evaluation of " + episodes + " episodes in " + maxLanes
                + " lanes with " + maxFailures + " failures; expected at least 1 of each");
        }
        if (!(epsilon >= 0 && epsilon <= 1)) {
            throw new IllegalArgumentException("evaluation.epsilon is " + epsilon + "; expected 0 … 1");
        }
    }

    EvaluationSpec withEpsilon(double newEpsilon) {
        return new EvaluationSpec(layout, environments, episodes, maxLanes, newEpsilon, seed, maxFailures,
            attentionEpisodes, discount, valueScale);
    }
}
