package io.troupe.learner.status;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.troupe.learner.status.RunSnapshot.EpsilonReturn;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What a run's curves are drawn from, bounded in memory however long the run lasts. Thread-safe. */
public final class MetricsHistory {
    private final ThinnedSeries<Point> points;
    private final ThinnedSeries<EvaluationPoint> evaluations;

    /** @param capacity at most about so many points, and so many evaluations; even */
    public MetricsHistory(int capacity) {
        points = new ThinnedSeries<>(capacity);
        evaluations = new ThinnedSeries<>(capacity);
    }

    /**
     * Adds the snapshot if the run has moved on since the last one, and its evaluation if it is a new one. Of a resumed
     * run the shards come back one by one: until then it seems to have fewer steps than before.
     */
    public synchronized void add(RunSnapshot snapshot) {
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

    public synchronized History history() {
        return new History(points.items(), evaluations.items());
    }

    /** What lies in a range of it, the newest always with it, thinned evenly to a resolution. */
    public History history(HistoryRange range) {
        History all = history();
        return new History(
            chosen(all.points(), range, range.isOfTime() ? Point::timeS : Point::envSteps),
            chosen(all.evaluations(), range, range.isOfTime() ? EvaluationPoint::timeS : EvaluationPoint::envSteps));
    }

    private static <T> List<T> chosen(List<T> items, HistoryRange range, ToDoubleFunction<T> at) {
        List<T> inside = items.stream()
            .filter(item -> at.applyAsDouble(item) >= range.from() && at.applyAsDouble(item) <= range.to()).toList();
        if (inside.size() <= range.resolution()) {
            return inside;
        }
        List<T> thinned = new ArrayList<>(range.resolution());
        for (int i = 0; i < range.resolution(); i++) {
            thinned.add(inside.get((int) ((long) (i + 1) * inside.size() / range.resolution() - 1)));
        }
        return thinned;
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

    public record History(List<Point> points, List<EvaluationPoint> evaluations) {
    }

    /** One of the curves' points; in JSON all its numbers stand side by side. */
    public record Point(double timeS, long envSteps, long learnerSteps, double envStepsPerS, double learnerStepsPerS,
                 double samplesPerS, long replaySize, double samplesPerInsert, @JsonUnwrapped BatchMeans means,
                 double tdErrorP10, double tdErrorP50, double tdErrorP90, double tdErrorP99, double trainingReturn,
                 @JsonUnwrapped(prefix = "policy_lag_") PolicyLag policyLag, double starvedFraction,
                 List<EpsilonReturn> returnsByEpsilon) {
        static Point of(RunSnapshot snapshot) {
            Distribution errors = snapshot.detail().tdErrors();
            PolicyLag lag = snapshot.detail().policyLag();
            return new Point(snapshot.timeS(), snapshot.envSteps(), snapshot.learnerSteps(), snapshot.envStepsPerS(),
                snapshot.learnerStepsPerS(), snapshot.detail().samplesPerS(), snapshot.replaySize(),
                snapshot.samplesPerInsert(), snapshot.means(), errors.p10(), errors.p50(), errors.p90(), errors.p99(),
                snapshot.trainingReturn(), new PolicyLag(lag.min(), snapshot.policyLagMean(), lag.max()),
                snapshot.starvedFraction(), snapshot.detail().returnsByEpsilon());
        }
    }

    public record EvaluationPoint(long sequence, double timeS, long envSteps, long learnerStep, int episodes,
                           double meanReturn, double minReturn, double maxReturn, double firstQ,
                           double discountedReturn) {
        static EvaluationPoint of(RunSnapshot.Evaluation evaluation, long envSteps) {
            return new EvaluationPoint(evaluation.sequence(), evaluation.timeS(), envSteps, evaluation.learnerStep(),
                evaluation.episodes(), evaluation.meanReturn(), evaluation.minReturn(), evaluation.maxReturn(),
                evaluation.firstQ(), evaluation.discountedReturn());
        }
    }
}
