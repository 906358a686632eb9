package io.troupe.launcher.command;

import io.troupe.common.environment.EnvironmentProvider;
import io.troupe.common.environment.Environments;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.launcher.Surroundings;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** {@code troupe envs}. */
@Command(name = "envs", mixinStandardHelpOptions = true, versionProvider = TroupeCommand.Version.class,
    description = "Lists the environments that can be trained, those of your own jars among them.")
public final class EnvsCommand implements Runnable {
    private final Surroundings surroundings;

    public EnvsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        PrintStream out = surroundings.out();
        List<EnvironmentProvider> all = Environments.all();
        int width = all.stream().mapToInt(provider -> provider.name().length()).max().orElse(0);
        for (EnvironmentProvider provider : all) {
            String name = provider.name() + " ".repeat(width - provider.name().length());
            out.println(name + "  " + provider.description());
            out.println(" ".repeat(width) + "  " + shape(provider.schema(Map.of())));
        }
        if (all.isEmpty()) {
            out.println("there is none on the class path");
        }
    }

    /** As in {@code state [4] float32; 2 actions}. */
    private static String shape(EnvironmentSchema schema) {
        return schema.observations().stream().map(EnvsCommand::shape).collect(Collectors.joining(", ")) + "; "
            + schema.actionCount() + " actions";
    }

    private static String shape(ObservationColumn column) {
        return column.name() + " " + column.shape() + " " + column.type().name().toLowerCase(Locale.ROOT);
    }
}
