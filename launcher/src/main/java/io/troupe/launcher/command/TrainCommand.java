package io.troupe.launcher.command;

import io.troupe.common.config.EffectiveConfiguration;
import io.troupe.common.config.NetworkPresets;
import io.troupe.common.config.SettingsLoader;
import io.troupe.common.environment.Environments;
import io.troupe.launcher.Logs;
import io.troupe.launcher.Surroundings;
import io.troupe.launcher.run.Contracts;
import io.troupe.launcher.run.TrainRequest;
import io.troupe.learner.status.RunFolder;
import io.troupe.learner.status.RunSnapshot;
import io.troupe.learner.status.RunSummary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code troupe train}. Numbers are taken as text: the configuration's reader tells all that is wrong at once. */
@Command(name = "train", mixinStandardHelpOptions = true, versionProvider = TroupeCommand.Version.class,
    sortOptions = false, description = "Trains an environment, in one process or several on this machine.",
    footer = {"", "Ctrl-C writes a checkpoint and ends the run; a second one ends it at once.",
        "Settings win in this order: options, --set, --config, the network's preset, the environment's, defaults."})
public final class TrainCommand implements Callable<Integer> {
    /** For the help. */
    static final class NetworkNames extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        NetworkNames() {
            super(NetworkPresets.NAMES);
        }
    }

    private final Surroundings surroundings;
    private final Logs logs;

    @Spec
    private CommandSpec spec;
    @Parameters(arity = "0..1", paramLabel = "<environment>",
        description = "A name from troupe envs. May be left out where a --config names it, and with --resume.")
    private String environment;
    @Option(names = "--network", paramLabel = "NAME", completionCandidates = NetworkNames.class,
        description = "The network: ${COMPLETION-CANDIDATES}.")
    private String network;
    @Option(names = "--steps", paramLabel = "N",
        description = "End after N environment steps, and not sooner unless --until-return is given as well.")
    private String steps;
    @Option(names = "--until-return", paramLabel = "R",
        description = "End at the first greedy evaluation whose mean return reaches R; none: never.")
    private String untilReturn;
    @Option(names = "--seed", paramLabel = "N", description = "Where everything random comes from.")
    private String seed;
    @Option(names = "--actors", paramLabel = "N", description = "Actor nodes.")
    private String actors;
    @Option(names = "--lanes", paramLabel = "N", description = "Environments of each actor.")
    private String lanes;
    @Option(names = "--shards", paramLabel = "N", description = "Shards of the replay.")
    private String shards;
    @Option(names = "--processes", description = "A process for each node, instead of one for all.")
    private boolean isProcesses;
    @Option(names = "--run-dir", paramLabel = "DIR",
        description = "The run's folder (runs/<time>-<environment>-<network>).")
    private String runDirectory;
    @Option(names = "--resume", paramLabel = "DIR",
        description = "Go on with the run in this folder, with its replay, its weights, and its settings under those"
            + " given now.")
    private Path resumed;
    @Option(names = "--init-weights", paramLabel = "FILE",
        description = "Begin with the weights of a safetensors file, by their tensors' names; a checkpoint wins.")
    private Path initialWeights;
    @Option(names = "--http-port", paramLabel = "P", description = "Port of the live page; 0: any free one.")
    private String httpPort;
    @Option(names = "--no-http", description = "No live page.")
    private boolean isWithoutHttp;
    @Mixin
    private ConfigurationOptions configurationOptions;

    public TrainCommand(Surroundings surroundings, Logs logs) {
        this.surroundings = surroundings;
        this.logs = logs;
    }

    @Override
    public Integer call() {
        if (environment == null && resumed == null && !configurationOptions.hasFiles()) {
            throw TroupeCommand.usageProblem(spec,
                "which environment? As in: troupe train cartpole (troupe envs lists them)");
        }
        if (isWithoutHttp && httpPort != null) {
            throw TroupeCommand.usageProblem(spec, "--no-http and --http-port exclude each other");
        }
        if (resumed != null && runDirectory != null) {
            throw TroupeCommand.usageProblem(spec,
                "--resume and --run-dir exclude each other: a run stays in its folder");
        }
        return resumed == null ? begin() : Resuming.run(surroundings, RunFolder.open(resumed), loader(), run ->
            train(run.configuration(), run.folder(), run.console()));
    }

    private int begin() {
        EffectiveConfiguration configuration = loader().load();
        Contracts.check(configuration);
        RunFolder folder = RunFolder.create(configuration, surroundings.wallClock().get());
        RunTexts.begin(surroundings, configuration, folder);
        train(configuration, folder, snapshot -> { });
        return 0;
    }

    /** @param first hears the run's snapshots before the console line does */
    private void train(EffectiveConfiguration configuration, RunFolder folder, Consumer<RunSnapshot> first) {
        logs.toFile(folder.log());
        RunSummary summary = Serving.train(surroundings, true, console -> surroundings.runs()
            .train(new TrainRequest(configuration, folder, isProcesses, first.andThen(console))));
        RunTexts.end(surroundings, folder, summary);
    }

    private SettingsLoader loader() {
        SettingsLoader loader = configurationOptions.loader()
            .option("<environment>", "environment.name", Environments.settled(environment))
            .option("--steps", "run.max-env-steps", steps)
            .option("--until-return", "run.until-return", untilReturn)
            .option("--seed", "run.seed", seed)
            .option("--actors", "actors.count", actors)
            .option("--lanes", "actors.lanes", lanes)
            .option("--shards", "replay.shards", shards)
            .option("--run-dir", "run.directory", runDirectory)
            .option("--init-weights", "learning.initial-weights.file",
                initialWeights == null ? null : initialWeights.toAbsolutePath().normalize().toString())
            .option("--http-port", "http.port", httpPort)
            .option("--no-http", "http.enabled", isWithoutHttp ? "false" : null);
        if (network != null) {
            loader.network(network);
        }
        if (steps != null && untilReturn == null) {
            loader.assume("--steps", "run.until-return", "none");
        }
        if (isProcesses && resumed == null) {
            // What is worth processes of its own is worth more than one actor.
            loader.byDefault("--processes", "actors.count", "2");
            // Many that start together on few cores are late with their heartbeats. One that has died is started again, and is
            // known by its name before this time is over.
            loader.byDefault("--processes", "cluster.failure-timeout-s", "60")
                .byDefault("--processes", "cluster.join-timeout-s", "120");
        }
        return loader;
    }
}
