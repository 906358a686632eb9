package io.troupe.learner.status;

import io.troupe.common.agent.TimeSpent;
import java.util.List;
import java.util.OptionalDouble;

/** Snapshots to test with. */
final class Snapshots {
    private Snapshots() {
    }

    static RunSnapshot with(double loss, RunSnapshot.Evaluation evaluation) {
        return new RunSnapshot("run", "cartpole", "mlp", 1.0 / 3, 24_310, 50_000, 1_520, 3_021.25, 410, 24_000, 100_000,
            loss, loss, 0.5, 0.001, 12.5, Double.NaN, 76, Double.POSITIVE_INFINITY, 0.25, evaluation,
            OptionalDouble.empty(), OptionalDouble.of(475), false, List.of(), List.of(), List.of(), TimeSpent.NONE);
    }

    static RunSnapshot.Evaluation evaluation(long sequence, double meanReturn) {
        return new RunSnapshot.Evaluation(sequence, 70, 1_400, 100, meanReturn, 9, 500, meanReturn, 8);
    }
}
