package io.troupe.launcher;

import io.troupe.common.agent.TimeSpent;
import io.troupe.learner.sampling.SamplerCounts;
import io.troupe.learner.status.Distribution;
import io.troupe.learner.status.PolicyLag;
import io.troupe.learner.status.RunSnapshot;
import io.troupe.learner.status.StepRates;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Snapshots to test with. */
final class Snapshots {
    private Snapshots() {
    }

    static RunSnapshot at(double timeS, long envSteps, OptionalDouble greedyReturn, OptionalDouble goal) {
        RunSnapshot.Evaluation evaluation = greedyReturn.isEmpty() ? null
            : new RunSnapshot.Evaluation(1, 1, 1, 100, greedyReturn.getAsDouble(), 9, 500, 200, timeS, Double.NaN,
                Double.NaN, List.of());
        return new RunSnapshot("run", "cartpole", "mlp", timeS, envSteps, 60_000, 1_520, 3_021.4, 410.6, 24_000,
            100_000, 1, Double.NaN, Double.NaN, 0.001, 12.5, Double.NaN, 76, Double.NaN, 0.25, evaluation,
            OptionalDouble.empty(), goal, false, List.of(), List.of(), List.of(), TimeSpent.NONE,
            new RunSnapshot.Detail(greedyReturn.isEmpty() ? StepRates.NONE : new StepRates(3_021.4, 2_870, 1_934.6),
                Double.NaN, OptionalDouble.empty(), Distribution.NONE, Double.NaN, Double.NaN,
                greedyReturn.isEmpty() ? PolicyLag.NONE : new PolicyLag(0, 3.2, 11), SamplerCounts.NONE, List.of(),
                Map.of()));
    }
}
