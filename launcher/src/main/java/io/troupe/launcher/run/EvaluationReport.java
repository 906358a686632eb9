package io.troupe.launcher.run;

import io.troupe.actor.evaluation.Baseline;
import java.util.List;

/**
 * @param checkpoint      what was evaluated, as a person would name it
 * @param terminatedShare of the episodes, those that came to an end of the task itself and were not truncated
 * @param comparisons     with each baseline that was asked for
 */
public record EvaluationReport(String checkpoint, int episodes, double meanReturn, double minReturn, double maxReturn,
                               double meanLength, double terminatedShare, List<Comparison> comparisons) {
    /**
     * With a baseline that has played the same episodes.
     *
     * @param meanReturn    of the baseline
     * @param above         by how much the policy's mean return is above that
     * @param standardError of {@code above}, from the differences episode by episode; NaN of one episode
     */
    public record Comparison(Baseline baseline, double meanReturn, double above, double standardError) {
        /**
         * @param policy returns of the episodes, in the order of their seeds
         * @param other  those of the baseline
         */
        static Comparison of(Baseline baseline, List<Float> policy, List<Float> other) {
            int count = policy.size();
            double sum = 0;
            double otherSum = 0;
            for (int i = 0; i < count; i++) {
                sum += policy.get(i);
                otherSum += other.get(i);
            }
            double above = (sum - otherSum) / count;
            double squares = 0;
            for (int i = 0; i < count; i++) {
                double deviation = policy.get(i) - other.get(i) - above;
                squares += deviation * deviation;
            }
            return new Comparison(baseline, otherSum / count, above, Math.sqrt(squares / (count - 1) / count));
        }
    }
}
