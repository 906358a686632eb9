package io.troupe.launcher.command;

import io.troupe.launcher.Logs;
import io.troupe.launcher.Surroundings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code troupe replay}. */
@Command(name = "replay", mixinStandardHelpOptions = true, versionProvider = TroupeCommand.Version.class,
    description = "Runs one replay shard of a cluster: it keeps steps and draws batches for the learner.",
    footer = {"", "It needs to know where the cluster is, as in: --set 'cluster.seeds=[\"10.0.0.1:2551\"]'",
        "Everything else about the run it is told by the learner."})
public final class ReplayCommand implements Runnable {
    private final Surroundings surroundings;
    private final Logs logs;
    @Mixin
    private ConfigurationOptions configurationOptions;
    @Mixin
    private NodeOptions nodeOptions;
    @Option(names = "--go-on", description = "Where the run is interrupted, wait for its learner to go on with it.")
    private boolean isGoingOn;

    public ReplayCommand(Surroundings surroundings, Logs logs) {
        this.surroundings = surroundings;
        this.logs = logs;
    }

    @Override
    public void run() {
        var configuration = configurationOptions.nodeLoader().load();
        nodeOptions.openLog(logs, null);
        Serving.node(surroundings, !nodeOptions.isSupervised(), surroundings.runs().replay(configuration, isGoingOn));
    }
}
