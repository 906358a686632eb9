package io.troupe.launcher.command;

import io.troupe.launcher.Surroundings;
import io.troupe.launcher.run.ServerRun;
import io.troupe.learner.http.BoardServer;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code troupe board}. */
@Command(name = "board", mixinStandardHelpOptions = true, versionProvider = TroupeCommand.Version.class,
    description = "Shows several runs beside each other on a page: their learning curves, last numbers, and the settings in"
        + " which they differ. It follows runs that go on, and listens on this machine alone.")
public final class BoardCommand implements Runnable {
    private static final int MAX_PORT = 65_535;

    private final Surroundings surroundings;
    @Spec
    private CommandSpec spec;
    @Parameters(arity = "0..1", paramLabel = "FOLDER", defaultValue = "runs",
        description = "Holds a folder for each run (${DEFAULT-VALUE}).")
    private Path folder;
    @Option(names = "--port", paramLabel = "P", defaultValue = "8070", description = "0: any free one (${DEFAULT-VALUE}).")
    private int port;

    public BoardCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        if (port < 0 || port > MAX_PORT) {
            throw TroupeCommand.usageProblem(spec, "--port: got " + port + ", expected 0 to " + MAX_PORT);
        }
        Serving.node(surroundings, true, new ServerRun(() -> {
            BoardServer board = new BoardServer(folder, port);
            surroundings.out().println("the runs of " + folder + " are at " + board.url());
            return board::close;
        }));
    }
}
