package io.troupe.benchmarks.learned;

import io.troupe.benchmarks.Commands;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.learner.status.RunSummary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code troupe train} in a process of its own, all in one JVM. */
final class TroupeRun {
    /** From the start of the process to its first environment step, at most: the task's limit counts from there. */
    private static final double START_S = 30;

    private final Commands commands;
    private final Path folder;

    /** @param folder of the runs */
    TroupeRun(Commands commands, Path folder) {
        this.commands = commands;
        this.folder = folder;
    }

    /** @throws TroupeException RESOURCE where it ends without a summary */
    LearnedResult run(LearnedTask task, long seed) {
        String name = task.name() + "-" + seed;
        Path run = folder.resolve(name);
        Commands.Ended ended = commands.run(name, List.of("train", task.environment(), "--network", task.network(),
            "--seed", Long.toString(seed), "--until-return", Double.toString(task.goal()), "--no-http",
            "--run-dir", run.toString()), folder, task.limitS() + START_S);
        Path summary = run.resolve("summary.json");
        if (!Files.exists(summary)) {
            throw new TroupeException(ErrorCode.RESOURCE, "troupe train " + task.environment() + " came to nothing: "
                + ended.error().orElse("it ended without a summary"));
        }
        RunSummary told = RunSummary.read(summary);
        boolean isReached = told.timeToGoalS().orElse(Double.POSITIVE_INFINITY) <= task.limitS();
        return new LearnedResult(isReached, told.timeToGoalS().orElse(told.wallS()), ended.wallS(),
            0, told.envSteps(), told.learnerSteps());
    }
}
