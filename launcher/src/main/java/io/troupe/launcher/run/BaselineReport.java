package io.troupe.launcher.run;

import io.troupe.actor.evaluation.Baseline;
import io.troupe.actor.evaluation.EvaluationOutcome;

/**
 * What a baseline gets in an environment.
 *
 * @param deviation       of the returns of single episodes, the standard deviation; NaN of one episode
 * @param terminatedShare of the episodes, those that came to an end of the task itself and were not truncated
 */
public record BaselineReport(Baseline baseline, int episodes, double meanReturn, double deviation, double minReturn,
                             double maxReturn, double meanLength, double terminatedShare) {
    static BaselineReport of(Baseline baseline, EvaluationOutcome outcome) {
        double squares = outcome.returns().stream().mapToDouble(one -> Math.pow(one - outcome.meanReturn(), 2)).sum();
        return new BaselineReport(baseline, outcome.episodes(), outcome.meanReturn(),
            Math.sqrt(squares / (outcome.episodes() - 1)), outcome.minReturn(), outcome.maxReturn(), outcome.meanLength(),
            outcome.terminatedShare());
    }

    /** Of {@link #meanReturn}. */
    public double standardError() {
        return deviation / Math.sqrt(episodes);
    }
}
