package io.troupe.launcher.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.actor.evaluation.Baseline;
import io.troupe.common.config.EnvironmentSettings;
import io.troupe.launcher.ProgressLine;
import io.troupe.launcher.Surroundings;
import io.troupe.launcher.run.BaselineReport;
import io.troupe.launcher.run.EvaluationReport;
import io.troupe.launcher.run.EvaluationRequest;
import io.troupe.learner.status.RunFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code troupe eval}. */
@Command(name = "eval", mixinStandardHelpOptions = true, versionProvider = TroupeCommand.Version.class,
    description = "Lets a run's trained network act greedily and tells its return; or, with --env, what a baseline gets"
        + " in an environment without any run.")
public final class EvalCommand implements Callable<Integer> {
    private final Surroundings surroundings;
    @Spec
    private CommandSpec spec;
    @Parameters(paramLabel = "RUN_DIR", arity = "0..1", description = "The folder of a run.")
    private Path directory;
    @Option(names = "--env", paramLabel = "NAME",
        description = "In the place of a run: an environment that the baselines play, by chance where none is named.")
    private String environment;
    @Option(names = "--episodes", paramLabel = "N", defaultValue = "100",
        description = "How many episodes (${DEFAULT-VALUE}).")
    private int episodes;
    @Option(names = "--env-set", paramLabel = "option=value",
        description = "One of the environment's own options, other than in training, as in --env-set starts=held-out.")
    private Map<String, String> environmentOptions = Map.of();
    @Option(names = "--baseline", paramLabel = "random|action:N",
        description = "What plays the same episodes, for comparison: any action by chance, or N always. Repeatable.")
    private List<String> baselines = List.of();
    @Option(names = "--json", description = "As one JSON object.")
    private boolean isJson;

    public EvalCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (episodes < 1) {
            throw TroupeCommand.usageProblem(spec, "--episodes: got " + episodes + ", expected at least 1");
        }
        if ((directory == null) == (environment == null)) {
            throw TroupeCommand.usageProblem(spec, "expected RUN_DIR, the folder of a run, or --env NAME in its place");
        }
        List<Baseline> others = baselines.stream().map(Baseline::of).toList();
        if (environment != null) {
            (others.isEmpty() ? List.of(Baseline.of("random")) : others).forEach(this::play);
            return 0;
        }
        EvaluationReport report;
        try (ProgressLine progress = new ProgressLine(surroundings)) {
            report = surroundings.runs().evaluate(new EvaluationRequest(RunFolder.open(directory), episodes,
                environmentOptions, others), progress);
        }
        surroundings.out().println(isJson ? json(report) : text(report));
        return 0;
    }

    private void play(Baseline baseline) {
        BaselineReport report;
        try (ProgressLine progress = new ProgressLine(surroundings)) {
            report = surroundings.runs().play(
                new EnvironmentSettings(environment, environmentOptions, false, false), baseline, episodes, progress);
        }
        surroundings.out().println(isJson ? json(report) : String.format(Locale.ROOT, "%s in %s: mean return %,.2f ± %,.2f"
                + " (standard deviation %,.2f, from %,.2f to %,.2f) over %,d episodes of %,.1f steps on average; %.1f %%"
                + " terminated", baseline, environment, report.meanReturn(), report.standardError(), report.deviation(),
            report.minReturn(), report.maxReturn(), report.episodes(), report.meanLength(),
            100 * report.terminatedShare()));
    }

    private ObjectNode json(BaselineReport report) {
        ObjectNode json = JsonNodeFactory.instance.objectNode()
            .put("environment", environment)
            .put("baseline", report.baseline().toString())
            .put("episodes", report.episodes())
            .put("mean_return", report.meanReturn())
            .put("return_deviation", Double.isFinite(report.deviation()) ? (Double) report.deviation() : null)
            .put("min_return", report.minReturn())
            .put("max_return", report.maxReturn())
            .put("mean_length", report.meanLength())
            .put("terminated_share", report.terminatedShare());
        return withOptions(json);
    }

    private ObjectNode withOptions(ObjectNode json) {
        if (!environmentOptions.isEmpty()) {
            environmentOptions.forEach(json.putObject("environment_options")::put);
        }
        return json;
    }

    private static String text(EvaluationReport report) {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%s: mean return %,.2f (from %,.2f to %,.2f) over"
                + " %,d episodes of %,.1f steps on average; %.1f %% terminated", report.checkpoint(), report.meanReturn(),
            report.minReturn(), report.maxReturn(), report.episodes(), report.meanLength(), 100 * report.terminatedShare()));
        for (EvaluationReport.Comparison comparison : report.comparisons()) {
            text.append(String.format(Locale.ROOT, "%n%s: mean return %,.2f; the policy is above by %,.2f ± %,.2f",
                comparison.baseline(), comparison.meanReturn(), comparison.above(), comparison.standardError()));
        }
        return text.toString();
    }

    /** What was other than in training is told too, and flat numbers, so that suites can name them. */
    private ObjectNode json(EvaluationReport report) {
        ObjectNode json = JsonNodeFactory.instance.objectNode()
            .put("checkpoint", report.checkpoint())
            .put("episodes", report.episodes())
            .put("mean_return", report.meanReturn())
            .put("min_return", report.minReturn())
            .put("max_return", report.maxReturn())
            .put("mean_length", report.meanLength())
            .put("terminated_share", report.terminatedShare());
        for (EvaluationReport.Comparison comparison : report.comparisons()) {
            String name = comparison.baseline().key();
            json.put(name + "_return", comparison.meanReturn())
                .put("above_" + name, comparison.above())
                .put("above_" + name + "_error",
                    Double.isFinite(comparison.standardError()) ? (Double) comparison.standardError() : null);
        }
        return withOptions(json);
    }
}
