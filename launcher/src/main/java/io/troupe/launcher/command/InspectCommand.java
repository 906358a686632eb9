package io.troupe.launcher.command;

import io.troupe.launcher.Surroundings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code troupe inspect}: what can be looked into are its own commands. */
@Command(name = "inspect", mixinStandardHelpOptions = true, versionProvider = TroupeCommand.Version.class,
    synopsisSubcommandLabel = "replay|attention", description = "Looks inside a run, or what it left.")
public final class InspectCommand implements Runnable {
    private final Surroundings surroundings;
    @Spec
    private CommandSpec spec;

    public InspectCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        spec.commandLine().usage(surroundings.out(), spec.commandLine().getColorScheme());
    }
}
