package io.troupe.launcher.command;

import io.troupe.launcher.Logs;
import io.troupe.launcher.Surroundings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code troupe driver}. */
@Command(name = "driver", mixinStandardHelpOptions = true, versionProvider = TroupeCommand.Version.class,
    description = "Runs the media driver that the nodes of this machine share, so that they exchange data in memory.",
    footer = {"", "Nodes use it with --set transport.driver=external --set transport.aeron-directory=DIR"})
public final class DriverCommand implements Runnable {
    private final Surroundings surroundings;
    private final Logs logs;
    @Option(names = "--dir", paramLabel = "DIR", description = "Its folder, best in /dev/shm.")
    private String directory;
    @Option(names = "--for-one-run", description = "End when the run of its nodes is over and the last of them has left.")
    private boolean isForOneRun;
    @Mixin
    private ConfigurationOptions configurationOptions;
    @Mixin
    private NodeOptions nodeOptions;

    public DriverCommand(Surroundings surroundings, Logs logs) {
        this.surroundings = surroundings;
        this.logs = logs;
    }

    @Override
    public void run() {
        var configuration = configurationOptions.nodeLoader().option("--dir", "transport.aeron-directory", directory)
            .load();
        nodeOptions.openLog(logs, null);
        Serving.node(surroundings, !nodeOptions.isSupervised(), surroundings.runs().driver(configuration, isForOneRun));
    }
}
