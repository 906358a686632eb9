package io.troupe.launcher.command;

import io.troupe.launcher.Logs;
import io.troupe.launcher.Surroundings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code troupe actor}. */
@Command(name = "actor", mixinStandardHelpOptions = true, versionProvider = TroupeCommand.Version.class,
    description = "Runs one actor of a cluster: it steps environments and feeds the replay.",
    footer = {"", "It needs to know where the cluster is, as in: --set 'cluster.seeds=[\"10.0.0.1:2551\"]'",
        "Everything else about the run it is told by the learner."})
public final class ActorCommand implements Runnable {
    private final Surroundings surroundings;
    private final Logs logs;
    @Mixin
    private ConfigurationOptions configurationOptions;
    @Mixin
    private NodeOptions nodeOptions;
    @Option(names = "--go-on", description = "Where the run is interrupted, wait for its learner to go on with it.")
    private boolean isGoingOn;

    public ActorCommand(Surroundings surroundings, Logs logs) {
        this.surroundings = surroundings;
        this.logs = logs;
    }

    @Override
    public void run() {
        var configuration = configurationOptions.nodeLoader().load();
        nodeOptions.openLog(logs, null);
        Serving.node(surroundings, !nodeOptions.isSupervised(), surroundings.runs().actor(configuration, isGoingOn));
    }
}
