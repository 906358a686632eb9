package io.troupe.launcher.command;

import io.troupe.launcher.Logs;
import io.troupe.launcher.Surroundings;
import io.troupe.launcher.run.NodeRun;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code troupe actor}. */
@Command(name = "actor", mixinStandardHelpOptions = true, versionProvider = TroupeCommand.Version.class,
    description = "Runs one actor of a cluster: it steps environments and feeds the replay.",
    footer = {"", "It needs to know where the cluster is, as in: --set 'cluster.seeds=[\"10.0.0.1:2551\"]'",
        "Everything else about the run it is told by the learner."})
public final class ActorCommand implements Callable<Integer> {
    private final Surroundings surroundings;
    private final Logs logs;
    @Mixin
    private ConfigurationOptions configurationOptions;
    @Mixin
    private NodeOptions nodeOptions;

    public ActorCommand(Surroundings surroundings, Logs logs) {
        this.surroundings = surroundings;
        this.logs = logs;
    }

    @Override
    public Integer call() {
        var configuration = configurationOptions.nodeLoader().load();
        nodeOptions.openLog(logs, null);
        NodeRun.Ending ending =
            Serving.node(surroundings, !nodeOptions.isSupervised(), surroundings.runs().actor(configuration));
        // A supervisor of ours knows what to start again.
        return nodeOptions.isSupervised() ? 0 : ending.exitStatus();
    }
}
