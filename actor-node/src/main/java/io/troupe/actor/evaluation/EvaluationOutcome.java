package io.troupe.actor.evaluation;

import io.troupe.common.attention.AttentionRecord;
import java.util.List;

/**
 * What an evaluation found.
 *
 * @param terminatedShare  of the episodes, those that came to an end of the task itself and were not truncated
 * @param firstQ           mean over the episodes of what the Q-value of the first action foretells
 * @param discountedReturn mean of the discounted returns that came; of an episode that was truncated it tells too little
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
    double terminatedShare,
    double firstQ,
    double discountedReturn,
    double wallS,
    List<Float> returns,
    AttentionRecord attention) {
    public EvaluationOutcome {
        returns = List.copyOf(returns);
    }
}
