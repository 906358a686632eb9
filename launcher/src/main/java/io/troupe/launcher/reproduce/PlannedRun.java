package io.troupe.launcher.reproduce;

import io.troupe.common.config.EffectiveConfiguration;
import io.troupe.common.config.SettingsLoader;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.learner.status.RunFolder;
import io.troupe.learner.status.RunSummary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One training run of a suite.
 *
 * @param budget what this run may take
 * @param folder of the run, there or not
 * @param before whose best weights this one begins with
 */
record PlannedRun(Suite suite, SuiteEntry entry, long seed, Budget budget, Path folder, Optional<PlannedRun> before) {
    /** Why a run has ended that was stopped when its time was over. */
    static final String TIME_OVER = "time over";
    private static final Set<String> ENDS = Set.of(RunSummary.GOAL_REACHED, RunSummary.STEPS_DONE, TIME_OVER);

    String name() {
        return folder.getFileName().toString();
    }

    /** What {@code troupe train} is told. */
    List<String> trainArguments() {
        List<String> arguments = new ArrayList<>(List.of("train", suite.environment(), "--network", entry.network(),
            "--seed", Long.toString(seed), "--steps", Long.toString(budget.maxEnvSteps()), "--until-return", goal(),
            "--no-http", "--run-dir", folder.toString()));
        for (String setting : settings()) {
            arguments.add("--set");
            arguments.add(setting);
        }
        return arguments;
    }

    /** What {@code troupe train} makes of that. @throws TroupeException CONFIGURATION with all problems */
    EffectiveConfiguration configuration(SettingsLoader loader) {
        settings().forEach(loader::set);
        return loader.network(entry.network())
            .option("environment", "environment.name", suite.environment())
            .option("max-env-steps", "run.max-env-steps", Long.toString(budget.maxEnvSteps()))
            .option("until-return", "run.until-return", goal())
            .option("seeds", "run.seed", Long.toString(seed))
            .option("--no-http", "http.enabled", "false")
            .load();
    }

    private List<String> settings() {
        List<String> settings = new ArrayList<>(suite.settings());
        settings.addAll(entry.settings());
        before.filter(PlannedRun::isDone)
            .ifPresent(other -> settings.add("learning.initial-weights.file=" + other.bestWeights()));
        return settings;
    }

    /** Those that were evaluated at the run's end. */
    private Path bestWeights() {
        return folder.resolve("checkpoints").resolve(RunRecord.read(folder).evaluation().path("checkpoint").asText())
            .resolve("weights.safetensors");
    }

    /** Whether what it begins with is there. */
    boolean isReady() {
        return before.isEmpty() || before.get().isDone();
    }

    private String goal() {
        return entry.untilReturn().isPresent() ? Numbers.shortest(entry.untilReturn().getAsDouble()) : "none";
    }

    /** Whether the run has begun: whatever it has come to, it is not begun again. */
    boolean isBegun() {
        return Files.exists(folder.resolve("config.conf"));
    }

    /** Whether the run has come to its own end, and is not merely over. */
    boolean isTrained() {
        return isBegun() && Files.exists(folder.resolve("summary.json"))
            && ENDS.contains(RunSummary.read(run().summary()).reason());
    }

    /** Whether there is nothing left to do. */
    boolean isDone() {
        return isTrained() && RunRecord.isIn(folder) && suite.evaluation().hasTold(RunRecord.read(folder).evaluation());
    }

    RunFolder run() {
        return RunFolder.open(folder);
    }

    /**
     * A run that is there has to be one of these: with other settings, or with another budget, it would tell of
     * something else.
     *
     * @throws TroupeException CONFIGURATION with what differs
     */
    void requireSame(EffectiveConfiguration planned) {
        EffectiveConfiguration present = run().configuration();
        if (present.settings().equals(planned.settings())) {
            return;
        }
        throw new TroupeException(ErrorCode.CONFIGURATION, "the run in " + folder + " was begun with other settings: "
            + onlyIn(present, planned) + " there, " + onlyIn(planned, present)
            + " now; choose another folder with --out, or delete that run");
    }

    private static String onlyIn(EffectiveConfiguration some, EffectiveConfiguration others) {
        Set<String> other = others.render().lines().collect(Collectors.toSet());
        String lines = some.render().lines().filter(line -> !other.contains(line)).map(String::trim).limit(5)
            .collect(Collectors.joining(", "));
        return lines.isEmpty() ? "nothing more" : lines;
    }
}
