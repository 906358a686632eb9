package io.troupe.actor.evaluation;

import io.troupe.common.attention.AttentionRecord;
import java.util.List;

/**
 * What an evaluation found.
 *
 * @param firstQ           mean Q-value of the episodes' first actions
 * @param discountedReturn mean of the episodes' discounted returns, which those foretell; NaN where they do not
 * @param wallS            seconds from its begin to its end
 * @param returns          of the episodes, undiscounted, in the order of their seeds
 * @param attention        what the network looked at in the first of them
 */
public record EvaluationOutcome(
    int episodes,
    double meanReturn,
    double minReturn,
    double maxReturn,
    double meanLength,
    double firstQ,
    double discountedReturn,
    double wallS,
    List<Float> returns,
    AttentionRecord attention) {
    public EvaluationOutcome {
        returns = List.copyOf(returns);
    }
}
