package io.troupe.launcher.run;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a further process of Troupe is started: the same Java, class path and flags as this one. */
final class JavaCommand {
    private JavaCommand() {
    }

    static List<String> of(List<String> arguments, List<String> properties) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(flag -> !flag.startsWith("-agentlib") && !flag.startsWith("-D" + Lifeline.PROPERTY)
                && !flag.startsWith("--add-exports"))
            .forEach(command::add);
        // The manifest says so only for "java -jar".
        command.add("--add-exports");
        command.add("java.base/jdk.internal.misc=ALL-UNNAMED");
        command.add("-D" + Lifeline.PROPERTY + "=true");
        command.addAll(properties);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add("io.troupe.launcher.Main");
        command.addAll(arguments);
        return command;
    }
}
