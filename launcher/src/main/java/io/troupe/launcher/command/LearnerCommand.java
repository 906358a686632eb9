package io.troupe.launcher.command;

import io.troupe.common.config.EffectiveConfiguration;
import io.troupe.launcher.Logs;
import io.troupe.launcher.Surroundings;
import io.troupe.launcher.run.TrainRequest;
import io.troupe.learner.status.RunFolder;
import io.troupe.learner.status.RunSummary;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code troupe learner}. */
@Command(name = "learner", mixinStandardHelpOptions = true, versionProvider = TroupeCommand.Version.class,
    description = "Runs the learner of a cluster: it owns the run, and tells actors and shards what to do.",
    footer = {"", "The log goes to the run's folder unless --log says otherwise."})
public final class LearnerCommand implements Runnable {
    private final Surroundings surroundings;
    private final Logs logs;
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
        EffectiveConfiguration configuration = configurationOptions.loader().load();
        boolean isSupervised = nodeOptions.isSupervised();
        RunFolder folder = isSupervised ? RunFolder.open(Path.of(configuration.settings().run().directory()))
            : RunFolder.create(configuration, surroundings.wallClock().get());
        nodeOptions.openLog(logs, folder.log());
        if (!isSupervised) {
            RunTexts.begin(surroundings, configuration, folder);
        }
        RunSummary summary = Serving.train(surroundings, !isSupervised, console ->
            surroundings.runs().learner(new TrainRequest(configuration, folder, false, console)));
        if (!isSupervised) {
            RunTexts.end(surroundings, folder, summary);
        }
    }
}
