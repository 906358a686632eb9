package io.troupe.launcher.reproduce;

import io.troupe.learner.status.EarlierMetrics;
import io.troupe.learner.status.RunFolder;
import io.troupe.learner.status.RunSnapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * A greedy evaluation of a run.
 *
 * @param envSteps    when it was done; the weights are those of {@code learnerStep}, a little earlier
 * @param learnerStep of the weights
 */
record CurvePoint(double timeS, long envSteps, long learnerStep, int episodes, double meanReturn, double minReturn,
                  double maxReturn) {
    /** All evaluations that the run's {@code metrics.jsonl} tells of, oldest first. */
    static List<CurvePoint> of(RunFolder run) {
        List<CurvePoint> curve = new ArrayList<>();
        RunSnapshot.Evaluation last = null;
        for (RunSnapshot snapshot : EarlierMetrics.read(run.metrics(), run.configuration().settings(), 1)) {
            RunSnapshot.Evaluation evaluation = snapshot.evaluation();
            if (evaluation != null && (last == null || evaluation.sequence() > last.sequence())) {
                last = evaluation;
                curve.add(new CurvePoint(snapshot.timeS(), snapshot.envSteps(), evaluation.learnerStep(),
                    evaluation.episodes(), evaluation.meanReturn(), evaluation.minReturn(), evaluation.maxReturn()));
            }
        }
        return curve;
    }
}
