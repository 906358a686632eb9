package io.troupe.benchmarks.learned;

import io.troupe.benchmarks.Spread;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * All runs of a task, seed by seed.
 *
 * @param peers empty where there is no PyTorch
 */
record LearnedComparison(LearnedTask task, List<LearnedResult> ours, List<LearnedResult> peers) {
    LearnedComparison {
        ours = List.copyOf(ours);
        peers = List.copyOf(peers);
    }

    /** Seconds to the goal; infinite where it was not reached. */
    static Spread times(List<LearnedResult> results) {
        return spread(results, LearnedResult::timeToGoalS);
    }

    static Spread spread(List<LearnedResult> results, ToDoubleFunction<LearnedResult> figure) {
        return Spread.of(results.stream().mapToDouble(figure).toArray());
    }

    static long reached(List<LearnedResult> results) {
        return results.stream().filter(LearnedResult::isReached).count();
    }

    /** Our median over theirs; empty where there is no peer, or one of the two medians did not reach the goal. */
    OptionalDouble ratio() {
        if (peers.isEmpty()) {
            return OptionalDouble.empty();
        }
        double our = times(ours).median();
        double their = times(peers).median();
        return Double.isFinite(our) && Double.isFinite(their) ? OptionalDouble.of(our / their) : OptionalDouble.empty();
    }
}
