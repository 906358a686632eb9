package io.troupe.actor.evaluation;

import java.util.List;

/**
 * What an evaluation found.
 *
 * @param wallS   seconds from its begin to its end
 * @param returns of the episodes, undiscounted, in the order of their seeds
 */
public record EvaluationOutcome(
    int episodes,
    double meanReturn,
    double minReturn,
    double maxReturn,
    double meanLength,
    double wallS,
    List<Float> returns) {
    public EvaluationOutcome {
        returns = List.copyOf(returns);
    }
}
