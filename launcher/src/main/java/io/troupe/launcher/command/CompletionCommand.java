package io.troupe.launcher.command;

import io.troupe.launcher.Surroundings;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code troupe completion}. */
@Command(name = "completion", mixinStandardHelpOptions = true, versionProvider = TroupeCommand.Version.class,
    description = {"Prints what makes bash and zsh complete this command:", "  source <(troupe completion)"})
public final class CompletionCommand implements Runnable {
    private final Surroundings surroundings;
    @Spec
    private CommandSpec spec;

    public CompletionCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        surroundings.out().print(AutoComplete.bash("troupe", spec.root().commandLine()));
    }
}
