package io.troupe.launcher.command;

import io.troupe.launcher.Surroundings;
import io.troupe.launcher.run.AttentionPicture;
import io.troupe.learner.status.RunFolder;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code troupe play}. */
@Command(name = "play", mixinStandardHelpOptions = true, versionProvider = TroupeCommand.Version.class,
    description = "Draws an episode of a run's trained network in the terminal.")
public final class PlayCommand implements Callable<Integer> {
    private final Surroundings surroundings;
    @Spec
    private CommandSpec spec;
    @Parameters(paramLabel = "RUN_DIR", description = "The folder of a run.")
    private Path directory;
    @Option(names = "--delay-ms", paramLabel = "MS", defaultValue = "40",
        description = "Milliseconds between two steps on a terminal (${DEFAULT-VALUE}).")
    private int delayMs;
    @Option(names = "--attention", paramLabel = "PARTS", defaultValue = "all",
        description = "What the network looks at, by head, from the oldest remembered step to the present one: of all"
            + " its parts that attend, of the last one, or of none: all, last, none (${DEFAULT-VALUE}).")
    private AttentionPicture.Parts attention;

    public PlayCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (delayMs < 0) {
            throw TroupeCommand.usageProblem(spec, "--delay-ms: got " + delayMs + ", expected at least 0");
        }
        surroundings.runs().play(RunFolder.open(directory), delayMs, attention, surroundings.terminal().isInteractive(),
            surroundings.out());
        return 0;
    }
}
