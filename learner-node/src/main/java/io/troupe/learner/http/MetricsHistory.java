package io.troupe.learner.http;

import io.troupe.learner.status.RunSnapshot;
import java.util.List;

/** What a run's curves are drawn from, bounded in memory however long the run lasts. Thread-safe. */
final class MetricsHistory {
    private final ThinnedSeries<Point> points;
    private final ThinnedSeries<EvaluationPoint> evaluations;

    /** @param capacity at most about so many points, and so many evaluations; even */
    MetricsHistory(int capacity) {
        points = new ThinnedSeries<>(capacity);
        evaluations = new ThinnedSeries<>(capacity);
    }

    /**
     * Adds the snapshot if the run has moved on since the last one, and its evaluation if it is a new one. Of a resumed
     * run the shards come back one by one: until then it seems to have fewer steps than before.
     */
    synchronized void add(RunSnapshot snapshot) {
        Point last = points.newest();
        Point point = Point.of(snapshot);
        RunSnapshot.Evaluation evaluation = snapshot.evaluation();
        EvaluationPoint lastEvaluation = evaluations.newest();
        if (evaluation != null && (lastEvaluation == null || evaluation.sequence() > lastEvaluation.sequence())) {
            evaluations.add(EvaluationPoint.of(evaluation, envStepsAt(evaluation.timeS(), last, point)));
        }
        if (last == null || point.envSteps() > last.envSteps()
            || point.envSteps() == last.envSteps() && point.learnerSteps() != last.learnerSteps()) {
            points.add(point);
        }
    }

    synchronized History history() {
        return new History(points.items(), evaluations.items());
    }

    /** An evaluation knows its time, not its env steps: these are read off the line between the points around it. */
    private static long envStepsAt(double timeS, Point before, Point after) {
        if (before == null || after.timeS() <= before.timeS()) {
            return after.envSteps();
        }
        double share = (timeS - before.timeS()) / (after.timeS() - before.timeS());
        double clamped = Math.max(0, Math.min(1, share));
        return before.envSteps() + Math.round(clamped * (after.envSteps() - before.envSteps()));
    }

    record History(List<Point> points, List<EvaluationPoint> evaluations) {
    }

    record Point(double timeS, long envSteps, long learnerSteps, double envStepsPerS, double learnerStepsPerS,
                 long replaySize, double samplesPerInsert, double loss, double trainingReturn, double policyLagMean) {
        static Point of(RunSnapshot snapshot) {
            return new Point(snapshot.timeS(), snapshot.envSteps(), snapshot.learnerSteps(), snapshot.envStepsPerS(),
                snapshot.learnerStepsPerS(), snapshot.replaySize(), snapshot.samplesPerInsert(), snapshot.loss(),
                snapshot.trainingReturn(), snapshot.policyLagMean());
        }
    }

    record EvaluationPoint(long sequence, double timeS, long envSteps, long learnerStep, int episodes,
                           double meanReturn, double minReturn, double maxReturn) {
        static EvaluationPoint of(RunSnapshot.Evaluation evaluation, long envSteps) {
            return new EvaluationPoint(evaluation.sequence(), evaluation.timeS(), envSteps, evaluation.learnerStep(),
                evaluation.episodes(), evaluation.meanReturn(), evaluation.minReturn(), evaluation.maxReturn());
        }
    }
}
