package io.troupe.launcher.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.actor.evaluation.StudyResult;
import io.troupe.launcher.ProgressLine;
import io.troupe.launcher.Surroundings;
import io.troupe.launcher.run.AttentionReport;
import io.troupe.learner.status.RunFolder;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code troupe inspect attention}. */
@Command(name = "attention", mixinStandardHelpOptions = true, versionProvider = TroupeCommand.Version.class,
    description = {"Tells whether a run's trained network decides by what it attends to: how much Q changes when it"
        + " cannot look at its top attended step, and when it cannot look at another one.",
        "Greedy episodes with the best checkpoint. The top attended step is the one with the largest weight in the mean"
        + " over layers and heads."})
public final class InspectAttentionCommand implements Callable<Integer> {
    private final Surroundings surroundings;
    @Spec
    private CommandSpec spec;
    @Parameters(paramLabel = "RUN_DIR", description = "The folder of a run.")
    private Path directory;
    @Option(names = "--episodes", paramLabel = "N", defaultValue = "20",
        description = "How many episodes (${DEFAULT-VALUE}).")
    private int episodes;
    @Option(names = "--top-step", paramLabel = "STEP", defaultValue = "0",
        description = "In how many episodes the last decision has this step of the episode as its top attended one"
            + " (${DEFAULT-VALUE}: what was seen first).")
    private int topStep;
    @Option(names = "--json", description = "As one JSON object.")
    private boolean isJson;

    public InspectAttentionCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (episodes < 1) {
            throw TroupeCommand.usageProblem(spec, "--episodes: got " + episodes + ", expected at least 1");
        }
        if (topStep < 0) {
            throw TroupeCommand.usageProblem(spec, "--top-step: got " + topStep + ", expected at least 0");
        }
        AttentionReport report;
        try (ProgressLine progress = new ProgressLine(surroundings)) {
            report = surroundings.runs().attention(RunFolder.open(directory), episodes, topStep, progress);
        }
        surroundings.out().print(isJson ? json(report) + "\n" : text(report));
        return 0;
    }

    private static String text(AttentionReport report) {
        StudyResult found = report.result();
        TextTable table = new TextTable("hidden", ">mean |ΔQ|", ">other actions",
            ">step " + found.topStep() + " is top", "entropy of each head, bits");
        table.row("top attended step", number(found.top().deltaQ()), percent(found.top().actionChanges()),
            percent(found.topStepShare()), "");
        found.parts().forEach(part -> table.row("  that of " + part.part(), number(part.top().deltaQ()),
            percent(part.top().actionChanges()), percent(part.topStepShare()), bits(part)));
        table.row("another step", number(found.random().deltaQ()), percent(found.random().actionChanges()), "", "");
        return String.format(Locale.ROOT,
            "%s: mean return %,.2f over %,d episodes; %,d decisions with at least 3 steps to look at\n\n%s\n"
                + "ratio of |ΔQ|: %s; the top attended step is the present one in %s of the decisions\n",
            report.checkpoint(), found.meanReturn(), found.episodes(), found.decisions(), table,
            found.ratio().isPresent() ? number(found.ratio().getAsDouble()) : "none", percent(found.topIsPresent()));
    }

    private static String bits(StudyResult.Part part) {
        return part.entropyBits().stream().map(bits -> String.format(Locale.ROOT, "%.2f", bits))
            .collect(Collectors.joining("  "));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static ObjectNode json(AttentionReport report) {
        StudyResult found = report.result();
        ObjectNode json = JsonNodeFactory.instance.objectNode()
            .put("checkpoint", report.checkpoint())
            .put("episodes", found.episodes())
            .put("mean_return", found.meanReturn())
            .put("decisions", found.decisions())
            .put("top_delta_q", found.top().deltaQ())
            .put("random_delta_q", found.random().deltaQ());
        found.ratio().ifPresentOrElse(ratio -> json.put("ratio", ratio), () -> json.putNull("ratio"));
        json.put("top_action_changes", found.top().actionChanges())
            .put("random_action_changes", found.random().actionChanges())
            .put("top_is_present_share", found.topIsPresent())
            .put("top_step", found.topStep())
            .put("top_step_share", found.topStepShare());
        ArrayNode parts = json.putArray("parts");
        for (StudyResult.Part part : found.parts()) {
            ArrayNode bits = parts.addObject().put("part", part.part())
                .put("top_delta_q", part.top().deltaQ())
                .put("top_action_changes", part.top().actionChanges())
                .put("top_step_share", part.topStepShare()).putArray("entropy_bits");
            part.entropyBits().forEach(bits::add);
        }
        return json;
    }
}
