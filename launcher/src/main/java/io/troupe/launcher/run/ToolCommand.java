package io.troupe.launcher.run;

import io.troupe.common.run.JavaCommand;
import java.util.ArrayList;
import java.util.List;

/** How the {@code troupe} command is started as a further process, which ends with this one. */
final class ToolCommand {
    private ToolCommand() {
    }

    static List<String> of(List<String> arguments, List<String> properties) {
        List<String> flags = new ArrayList<>(properties);
        flags.add("-D" + Lifeline.PROPERTY + "=true");
        return JavaCommand.of("io.troupe.launcher.Main", flags, arguments);
    }
}
