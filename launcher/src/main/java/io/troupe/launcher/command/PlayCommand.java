package io.troupe.launcher.command;

import io.troupe.actor.evaluation.Baseline;
import io.troupe.common.config.EnvironmentSettings;
import io.troupe.launcher.Surroundings;
import io.troupe.launcher.run.AttentionPicture;
import io.troupe.launcher.run.Spectator;
import io.troupe.learner.status.RunFolder;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code troupe play}. */
@Command(name = "play", mixinStandardHelpOptions = true, versionProvider = TroupeCommand.Version.class,
    description = "Draws an episode of a run's trained network in the terminal; or, with --env, one in which a baseline"
        + " acts, without any run.")
public final class PlayCommand implements Callable<Integer> {
    private final Surroundings surroundings;
    @Spec
    private CommandSpec spec;
    @Parameters(paramLabel = "RUN_DIR", arity = "0..1", description = "The folder of a run.")
    private Path directory;
    @Option(names = "--env", paramLabel = "NAME", description = "In the place of a run: an environment to look at.")
    private String environment;
    @Option(names = "--env-set", paramLabel = "option=value",
        description = "One of the environment's own options, beside a run other than in training.")
    private Map<String, String> environmentOptions = Map.of();
    @Option(names = "--baseline", paramLabel = "random|action:N",
        description = "With --env, what acts: any action by chance, or N always (random).")
    private String baseline;
    @Option(names = "--seed", paramLabel = "N", description = "The same episode each time; without, another one.")
    private Long seed;
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
        if ((directory == null) == (environment == null)) {
            throw TroupeCommand.usageProblem(spec, "expected RUN_DIR, the folder of a run, or --env NAME in its place");
        }
        if (environment == null && baseline != null) {
            throw TroupeCommand.usageProblem(spec, "--baseline: in a run's folder its network acts; expected --env NAME");
        }
        Spectator spectator = new Spectator(surroundings.out(), surroundings.terminal().isInteractive(), delayMs,
            seed == null ? OptionalLong.empty() : OptionalLong.of(seed));
        if (environment != null) {
            surroundings.runs().play(new EnvironmentSettings(environment, environmentOptions, false, false),
                Baseline.of(baseline == null ? "random" : baseline), spectator);
        } else {
            surroundings.runs().play(RunFolder.open(directory), environmentOptions, attention, spectator);
        }
        return 0;
    }
}
