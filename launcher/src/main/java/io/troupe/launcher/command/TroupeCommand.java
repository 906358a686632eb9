package io.troupe.launcher.command;

import io.troupe.launcher.Surroundings;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code troupe} without a command. */
@Command(name = "troupe", mixinStandardHelpOptions = true, versionProvider = TroupeCommand.Version.class,
    synopsisSubcommandLabel = "<command>",
    description = "Trains deep Q-networks on many actors, a sharded prioritized replay and one learner.",
    footer = {"",
        "First: troupe train cartpole",
        "Each command explains itself: troupe train --help",
        "In the project's folder also: ./troupe build, ./troupe test [--unit]",
        "Environments of your own: troupe --classpath my.jar train my-environment",
        "",
        "Exit status: 0 done, 1 reproduced otherwise than claimed, 2 wrong usage or configuration, 3 an error."})
public final class TroupeCommand implements Runnable {
    private final Surroundings surroundings;
    @Spec
    private CommandSpec spec;

    public TroupeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        spec.commandLine().usage(surroundings.out(), spec.commandLine().getColorScheme());
    }

    /** Of the jar, as Maven wrote it into the manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"troupe " + text() + " (Java " + Runtime.version() + ")"};
        }

        static String text() {
            String version = TroupeCommand.class.getPackage().getImplementationVersion();
            return version == null ? "(not from a jar)" : version;
        }
    }

    /** What is told as a mistake in the use of the command, with status 2. */
    static CommandLine.ParameterException usageProblem(CommandSpec spec, String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
