package io.troupe.launcher.command;

import io.troupe.launcher.Logs;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options of every command that is one process among several. */
final class NodeOptions {
    @Option(names = "--log", paramLabel = "FILE", description = "Where the log goes.")
    private Path log;
    @Option(names = "--supervised", hidden = true, description = "Started by troupe train --processes, which takes "
        + "care of Ctrl-C and, for a learner, has made the run's folder.")
    private boolean isSupervised;

    /** A terminal's Ctrl-C reaches parent and children alike; the parent ends its children in the right order. */
    boolean isSupervised() {
        return isSupervised;
    }

    /** @param usual where the log goes when nobody said; null: to the error output */
    void openLog(Logs logs, Path usual) {
        if (log != null) {
            logs.toFile(log);
        } else if (usual != null) {
            logs.toFile(usual);
        } else {
            logs.toConsole();
        }
    }
}
