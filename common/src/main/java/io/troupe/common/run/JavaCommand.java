package io.troupe.common.run;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a further process of Troupe is started: the same Java, class path and flags as this one. */
public final class JavaCommand {
    private JavaCommand() {
    }

    /**
     * @param flags further ones for its JVM, behind those of this one
     * @return the program and its arguments
     */
    public static List<String> of(String mainClass, List<String> flags, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // A debugger or an agent of this process is not the other's.
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(flag -> !flag.startsWith("-agentlib") && !flag.startsWith("-javaagent")
                && !flag.startsWith("--add-exports"))
            .forEach(command::add);
        // The manifest says so only for "java -jar".
        command.addAll(List.of("--add-exports", "java.base/jdk.internal.misc=ALL-UNNAMED"));
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        command.addAll(arguments);
        return command;
    }
}
