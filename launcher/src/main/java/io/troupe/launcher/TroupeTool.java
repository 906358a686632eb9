package io.troupe.launcher;

import io.troupe.common.error.TroupeException;
import io.troupe.launcher.command.ActorCommand;
import io.troupe.launcher.command.BenchCommand;
import io.troupe.launcher.command.BoardCommand;
import io.troupe.launcher.command.CompressCommand;
import io.troupe.launcher.command.CompletionCommand;
import io.troupe.launcher.command.CredentialsCommand;
import io.troupe.launcher.command.DoctorCommand;
import io.troupe.launcher.command.DriverCommand;
import io.troupe.launcher.command.EnvTraceCommand;
import io.troupe.launcher.command.EnvsCommand;
import io.troupe.launcher.command.EvalCommand;
import io.troupe.launcher.command.ExportCommand;
import io.troupe.launcher.command.InspectAttentionCommand;
import io.troupe.launcher.command.InspectCommand;
import io.troupe.launcher.command.InspectReplayCommand;
import io.troupe.launcher.command.LearnerCommand;
import io.troupe.launcher.command.PlayCommand;
import io.troupe.launcher.command.ReplayCommand;
import io.troupe.launcher.command.ReproduceCommand;
import io.troupe.launcher.command.ServeCommand;
import io.troupe.launcher.command.TrainCommand;
import io.troupe.launcher.command.TroupeCommand;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line as a whole: its commands, and how errors become a line on the standard error and a status. */
final class TroupeTool {
    static final int USAGE_STATUS = 2;
    static final int UNEXPECTED_STATUS = 3;

    private final Surroundings surroundings;
    private final Logging logging = new Logging(System.getenv("TROUPE_LOG_FORMAT"));

    TroupeTool(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** @return the process's exit status */
    int run(String... arguments) {
        Ansi colors = surroundings.terminal().isColored() ? Ansi.ON : Ansi.OFF;
        CommandLine tool = new CommandLine(new TroupeCommand(surroundings))
            .addSubcommand(new TrainCommand(surroundings, logging))
            .addSubcommand(new EvalCommand(surroundings))
            .addSubcommand(new CompressCommand(surroundings))
            .addSubcommand(new ExportCommand(surroundings))
            .addSubcommand(new ServeCommand(surroundings))
            .addSubcommand(new PlayCommand(surroundings))
            .addSubcommand(new EnvsCommand(surroundings))
            .addSubcommand(new EnvTraceCommand(surroundings))
            .addSubcommand(new LearnerCommand(surroundings, logging))
            .addSubcommand(new ReplayCommand(surroundings, logging))
            .addSubcommand(new ActorCommand(surroundings, logging))
            .addSubcommand(new DriverCommand(surroundings, logging))
            .addSubcommand(bench())
            .addSubcommand(inspect())
            .addSubcommand(new BoardCommand(surroundings))
            .addSubcommand(new DoctorCommand(surroundings))
            .addSubcommand(new CredentialsCommand(surroundings))
            .addSubcommand(new CompletionCommand(surroundings))
            .addSubcommand(new ReproduceCommand(surroundings))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setColorScheme(CommandLine.Help.defaultColorScheme(colors))
            .setOut(new PrintWriter(surroundings.out(), true))
            .setErr(new PrintWriter(surroundings.err(), true))
            .setUsageHelpAutoWidth(false)
            .setUsageHelpWidth(Math.max(80, Math.min(120, surroundings.terminal().columns())))
            .setParameterExceptionHandler((problem, given) -> tellUsage(problem))
            .setExecutionExceptionHandler((failure, command, parsed) -> tell(failure));
        try {
            return tool.execute(arguments);
        } catch (Throwable failure) {
            // picocli lets errors of the JVM through, such as a native library that cannot be loaded.
            return tell(failure);
        }
    }

    private CommandLine bench() {
        // A benchmark has options of its own.
        return new CommandLine(new BenchCommand(surroundings)).setUnmatchedOptionsArePositionalParams(true);
    }

    private CommandLine inspect() {
        return new CommandLine(new InspectCommand(surroundings)).addSubcommand(new InspectReplayCommand(surroundings))
            .addSubcommand(new InspectAttentionCommand(surroundings));
    }

    private int tellUsage(ParameterException problem) {
        error(problem.getMessage());
        if (problem instanceof UnmatchedArgumentException unmatched) {
            UnmatchedArgumentException.printSuggestions(unmatched, problem.getCommandLine().getErr());
        }
        surroundings.err().println("See " + problem.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        return USAGE_STATUS;
    }

    private int tell(Throwable failure) {
        Path kept = failure instanceof TroupeException && failure.getCause() == null ? null : logging.keep(failure);
        if (failure instanceof TroupeException known) {
            error(known.getMessage());
            return known.code().exitStatus();
        }
        error("this should not have happened: " + failure + (kept == null ? "" : "; what led to it is in " + kept));
        return UNEXPECTED_STATUS;
    }

    private void error(String message) {
        String word = surroundings.terminal().isColored() ? "\033[31merror:\033[0m " : "error: ";
        surroundings.err().println(word + message);
    }
}
