package io.troupe.launcher.command;

import io.troupe.common.config.EffectiveConfiguration;
import io.troupe.launcher.Logs;
import io.troupe.launcher.Surroundings;
import io.troupe.launcher.run.Contracts;
import io.troupe.launcher.run.TrainRequest;
import io.troupe.learner.status.LastRun;
import io.troupe.learner.status.RunFolder;
import io.troupe.learner.status.RunSnapshot;
import io.troupe.learner.status.RunSummary;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code troupe learner}. */
@Command(name = "learner", mixinStandardHelpOptions = true, versionProvider = TroupeCommand.Version.class,
    description = "Runs the learner of a cluster: it owns the run, and tells actors and shards what to do.",
    footer = {"", "The log goes to the run's folder unless --log says otherwise."})
public final class LearnerCommand implements Runnable {
    private final Surroundings surroundings;
    private final Logs logs;
    @Spec
    private CommandSpec spec;
    @Option(names = "--resume", paramLabel = "DIR",
        description = "Go on with the run in this folder: its settings, under those given now, and its weights.")
    private Path resumed;
    @Option(names = "--go-on", description = "Go on with the newest run in runs/ where it was killed or stopped; begin"
        + " another one where it has come to its end, or is of another kind. With run.directory: resume the run in that"
        + " folder, or begin it where there is none.")
    private boolean isToGoOn;
    @Mixin
    private ConfigurationOptions configurationOptions;
    @Mixin
    private NodeOptions nodeOptions;

    public LearnerCommand(Surroundings surroundings, Logs logs) {
        this.surroundings = surroundings;
        this.logs = logs;
    }

    @Override
    public void run() {
        if (resumed != null && isToGoOn) {
            throw TroupeCommand.usageProblem(spec,
                "--resume and --go-on exclude each other: --go-on chooses the run, or takes that in run.directory");
        }
        boolean isSupervised = nodeOptions.isSupervised();
        Optional<RunFolder> earlier = resumed != null ? Optional.of(RunFolder.open(resumed))
            : isToGoOn ? toGoOnWith() : Optional.empty();
        if (earlier.isPresent()) {
            Resuming.run(surroundings, earlier.get(), configurationOptions.loader(), run ->
                RunTexts.end(surroundings, run.folder(), learn(run.configuration(), run.folder(), run.console())));
            return;
        }
        EffectiveConfiguration configuration = configurationOptions.loader().load();
        Contracts.check(configuration);
        RunFolder folder = isSupervised ? RunFolder.open(Path.of(configuration.settings().run().directory()))
            : RunFolder.create(configuration, surroundings.wallClock().get());
        if (!isSupervised) {
            RunTexts.begin(surroundings, configuration, folder);
        }
        RunSummary summary = learn(configuration, folder, snapshot -> { });
        if (!isSupervised) {
            RunTexts.end(surroundings, folder, summary);
        }
    }

    /**
     * A run in a folder that was named, as with {@code --resume}: another one could not begin there. The newest run,
     * where it has something left to do and is of the kind that is asked for now.
     */
    private Optional<RunFolder> toGoOnWith() {
        String directory = configurationOptions.loader().load().settings().run().directory();
        Optional<RunFolder> last = LastRun.find(directory);
        return directory.isBlank() ? last.flatMap(run -> GoingOn.with(run,
            () -> configurationOptions.loader().resumed(run.config()).load(), surroundings.out())) : last;
    }

    /** @param first hears the run's snapshots before the console line does */
    private RunSummary learn(EffectiveConfiguration configuration, RunFolder folder, Consumer<RunSnapshot> first) {
        nodeOptions.openLog(logs, folder.log());
        return Serving.train(surroundings, !nodeOptions.isSupervised(), console -> surroundings.runs()
            .learner(new TrainRequest(configuration, folder, false, first.andThen(console))));
    }
}
