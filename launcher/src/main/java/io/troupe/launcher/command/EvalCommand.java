package io.troupe.launcher.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.launcher.ProgressLine;
import io.troupe.launcher.Surroundings;
import io.troupe.launcher.run.EvaluationReport;
import io.troupe.learner.status.RunFolder;
import java.nio.file.Path;
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
    description = "Lets a run's trained network act greedily and tells its return.")
public final class EvalCommand implements Callable<Integer> {
    private final Surroundings surroundings;
    @Spec
    private CommandSpec spec;
    @Parameters(paramLabel = "RUN_DIR", description = "The folder of a run.")
    private Path directory;
    @Option(names = "--episodes", paramLabel = "N", defaultValue = "100",
        description = "How many episodes (${DEFAULT-VALUE}).")
    private int episodes;
    @Option(names = "--env-set", paramLabel = "option=value",
        description = "One of the environment's own options, other than in training, as in --env-set starts=held-out.")
    private Map<String, String> environmentOptions = Map.of();
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
        EvaluationReport report;
        try (ProgressLine progress = new ProgressLine(surroundings)) {
            report = surroundings.runs().evaluate(RunFolder.open(directory), episodes, environmentOptions, progress);
        }
        surroundings.out().println(isJson ? json(report) : String.format(Locale.ROOT,
            "%s: mean return %,.2f (from %,.2f to %,.2f) over %,d episodes of %,.1f steps on average",
            report.checkpoint(), report.meanReturn(), report.minReturn(), report.maxReturn(), report.episodes(),
            report.meanLength()));
        return 0;
    }

    private static ObjectNode json(EvaluationReport report) {
        return JsonNodeFactory.instance.objectNode()
            .put("checkpoint", report.checkpoint())
            .put("episodes", report.episodes())
            .put("mean_return", report.meanReturn())
            .put("min_return", report.minReturn())
            .put("max_return", report.maxReturn())
            .put("mean_length", report.meanLength());
    }
}
