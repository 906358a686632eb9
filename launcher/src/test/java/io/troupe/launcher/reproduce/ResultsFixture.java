package io.troupe.launcher.reproduce;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.troupe.learner.status.RunSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Results as they are read from the folders of runs. */
final class ResultsFixture {
    static final Suite SUITE = SuiteReader.read("""
        claims = "Memory <helps>."
        environment = masked-cartpole
        seeds = [1, 2]
        max-env-steps = 300000
        wall-s = 900
        until-return = 475
        entries = [
          { network = mlp, until-return = none, floor { at-most = 150 } }
          { network = lstm, floor { at-least = 450 }, measures { mean_length { at-least = 400 } } }
          { network = gru, floor { above { label = mlp, by = 300 } } }
        ]
        one-of = [[lstm, gru]]
        """, "masked", "masked.conf");

    private ResultsFixture() {
    }

    /** @param returns by entry, in the order of the seeds 1 and 2; fewer where runs are missing */
    static Results of(double budgetFraction, double[]... returns) {
        List<Results.Entry> entries = new ArrayList<>();
        for (int i = 0; i < returns.length; i++) {
            List<RunOutcome> outcomes = new ArrayList<>();
            for (int seed = 1; seed <= returns[i].length; seed++) {
                outcomes.add(outcome(SUITE.entries().get(i).label(), seed, returns[i][seed - 1]));
            }
            entries.add(new Results.Entry(SUITE.entries().get(i), List.of(1L, 2L), outcomes));
        }
        return new Results(SUITE, budgetFraction, entries);
    }

    private static RunOutcome outcome(String label, int seed, double greedyReturn) {
        RunSummary summary = new RunSummary(100_000L * seed, 5_000, 60 * seed, OptionalDouble.empty(),
            new RunSummary.Evaluations(OptionalDouble.of(greedyReturn), OptionalDouble.of(greedyReturn - 5), 100),
            new RunSummary.Ledger(0, 0, 0, 0, 0, 0), "steps done");
        RunRecord record = new RunRecord(1, new Machine(2, "Linux amd64", "17.0.1", "0.1.0"),
            JsonNodeFactory.instance.objectNode().put("checkpoint", "best-000003").put("episodes", 100)
                .put("mean_return", greedyReturn).put("mean_length", greedyReturn));
        return new RunOutcome(seed, label + "-seed-" + seed, seed, summary, record, List.of(
            new CurvePoint(1, 0, 0, 100, 20, 8, 40),
            new CurvePoint(60, 100_000L * seed, 5_000, 100, greedyReturn, 8, 500)));
    }
}
