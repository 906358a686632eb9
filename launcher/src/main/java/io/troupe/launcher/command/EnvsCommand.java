package io.troupe.launcher.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.common.config.EnvironmentSettings;
import io.troupe.common.environment.EnvironmentFamily;
import io.troupe.common.environment.EnvironmentProvider;
import io.troupe.common.environment.Environments;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.launcher.Surroundings;
import io.troupe.launcher.run.Contracts;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code troupe envs}. */
@Command(name = "envs", mixinStandardHelpOptions = true, versionProvider = TroupeCommand.Version.class,
    description = "Lists the environments that can be trained, those of your own jars among them; one with its options.")
public final class EnvsCommand implements Runnable {
    private final Surroundings surroundings;
    @Spec
    private CommandSpec spec;
    @Parameters(arity = "0..1", paramLabel = "NAME", description = "Only this one, with the defaults of its options.")
    private String name;
    @Option(names = "--env-set", paramLabel = "option=value",
        description = "With NAME, one of its own options: what it shows and takes may depend on it.")
    private Map<String, String> environmentOptions = Map.of();
    @Option(names = "--json", description = "As one JSON array.")
    private boolean isJson;

    public EnvsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        if (name == null && !environmentOptions.isEmpty()) {
            throw TroupeCommand.usageProblem(spec, "--env-set: expected the NAME of an environment beside it");
        }
        PrintStream out = surroundings.out();
        List<EnvironmentProvider> all = name == null ? Environments.all() : List.of(Environments.named(name));
        if (isJson) {
            out.println(json(all));
            return;
        }
        int width = all.stream().mapToInt(provider -> provider.name().length()).max().orElse(0);
        for (EnvironmentProvider provider : all) {
            // First: it tells what is wrong with the environment, if something is.
            String shape = shape(schema(provider));
            out.println(padded(provider.name(), width) + provider.description());
            out.println(padded("", width) + shape);
        }
        if (name != null) {
            new TreeMap<>(all.get(0).options()).forEach((option, value) -> out.println(padded("", width) + "--env-set "
                + option + "=" + value));
            return;
        }
        if (all.isEmpty()) {
            out.println("there is none on the class path");
        }
        for (EnvironmentFamily family : Environments.families()) {
            out.println(padded(family.name() + ":…", width) + family.description());
        }
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length())) + "  ";
    }

    private EnvironmentSchema schema(EnvironmentProvider provider) {
        return Contracts.schema(new EnvironmentSettings(provider.name(), environmentOptions, false, false));
    }

    private ArrayNode json(List<EnvironmentProvider> all) {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        for (EnvironmentProvider provider : all) {
            EnvironmentSchema schema = schema(provider);
            ObjectNode one = json.addObject().put("name", provider.name()).put("description", provider.description());
            ArrayNode observations = one.putArray("observations");
            for (ObservationColumn column : schema.observations()) {
                ArrayNode shape = observations.addObject().put("name", column.name()).put("type", type(column))
                    .putArray("shape");
                column.shape().forEach(shape::add);
            }
            one.put("actions", schema.actionCount()).put("has_action_mask", schema.hasActionMask());
            ObjectNode options = one.putObject("options");
            new TreeMap<>(provider.options()).forEach(options::put);
        }
        return json;
    }

    /** As in {@code state [4] float32; 2 actions}. */
    private static String shape(EnvironmentSchema schema) {
        return schema.observations().stream().map(EnvsCommand::shape).collect(Collectors.joining(", ")) + "; "
            + schema.actionCount() + " actions";
    }

    private static String shape(ObservationColumn column) {
        return column.name() + " " + column.shape() + " " + type(column);
    }

    private static String type(ObservationColumn column) {
        return column.type().name().toLowerCase(Locale.ROOT);
    }
}
