package io.troupe.launcher.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.common.environment.EnvironmentProvider;
import io.troupe.common.environment.Environments;
import io.troupe.common.environment.NumericState;
import io.troupe.launcher.Surroundings;
import io.troupe.launcher.run.EnvironmentTrace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code troupe env-trace}. */
@Command(name = "env-trace", mixinStandardHelpOptions = true, versionProvider = TroupeCommand.Version.class,
    description = "Steps an environment through given actions and prints a JSON line a step: observation, reward,"
        + " terminated, truncated, and the state where it consists of numbers. For comparing it with another"
        + " implementation. After an episode's end the next action begins another one.")
public final class EnvTraceCommand implements Callable<Integer> {
    private final Surroundings surroundings;
    @Spec
    private CommandSpec spec;
    @Parameters(paramLabel = "NAME", description = "A name from troupe envs.")
    private String name;
    @Option(names = "--actions", paramLabel = "FILE", required = true,
        description = "The actions: whole numbers with white space between.")
    private Path actionsFile;
    @Option(names = "--seed", paramLabel = "N", defaultValue = "0",
        description = "Of all that is random in the environment (${DEFAULT-VALUE}).")
    private long seed;
    @Option(names = "--state", paramLabel = "FILE",
        description = "The state to begin from: a JSON array of numbers. For cartpole, mountaincar and acrobot.")
    private Path stateFile;
    @Option(names = "--env-set", paramLabel = "option=value",
        description = "An option of the environment, as in --env-set max-episode-steps=100.")
    private Map<String, String> options = Map.of();

    public EnvTraceCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        EnvironmentProvider provider = Environments.named(name);
        try (EnvironmentTrace trace = new EnvironmentTrace(provider, options, seed)) {
            int[] actions = actions(trace.actionCount());
            trace.begin(stateFile == null ? null : state(trace));
            for (int action : actions) {
                surroundings.out().println(trace.step(action));
            }
        } catch (IllegalArgumentException e) {
            throw problem(e.getMessage());
        }
        return 0;
    }

    private int[] actions(int count) {
        String text = text("--actions", actionsFile).strip();
        String[] words = text.isEmpty() ? new String[0] : text.split("\\s+");
        if (words.length == 0) {
            throw problem("--actions: " + actionsFile + " is empty; expected actions of " + name + ", 0 … " + (count - 1));
        }
        int[] actions = new int[words.length];
        for (int i = 0; i < words.length; i++) {
            try {
                actions[i] = Integer.parseInt(words[i]);
            } catch (NumberFormatException e) {
                actions[i] = -1;
            }
            if (actions[i] < 0 || actions[i] >= count) {
                throw problem("--actions: '" + words[i] + "', number " + (i + 1) + " in " + actionsFile
                    + ", is no action of " + name + "; expected whole numbers 0 … " + (count - 1)
                    + " with white space between");
            }
        }
        return actions;
    }

    private double[] state(EnvironmentTrace trace) {
        NumericState described = trace.numericState().orElseThrow(() -> problem("--state: " + name
            + " cannot be put into a state; leave --state out, and choose its beginning by --seed"));
        String expected = "; expected a JSON array of " + described.stateNames().size() + " numbers: "
            + String.join(", ", described.stateNames());
        JsonNode json;
        try {
            json = new ObjectMapper().readTree(text("--state", stateFile));
        } catch (JsonProcessingException e) {
            throw problem("--state: " + stateFile + " is not JSON: " + e.getOriginalMessage() + expected);
        }
        if (!json.isArray()) {
            throw problem("--state: " + stateFile + " holds " + (json.isMissingNode() ? "nothing" : json) + expected);
        }
        double[] state = new double[json.size()];
        for (int i = 0; i < state.length; i++) {
            if (!json.get(i).isNumber()) {
                throw problem("--state: " + json.get(i) + " in " + stateFile + " is no number" + expected);
            }
            state[i] = json.get(i).doubleValue();
        }
        try {
            described.begin(state);
        } catch (IllegalArgumentException e) {
            throw problem("--state: in " + stateFile + ", " + e.getMessage());
        }
        return state;
    }

    private String text(String option, Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw problem(option + ": " + file + " cannot be read (" + e + "); expected a text file");
        }
    }

    private ParameterException problem(String message) {
        return TroupeCommand.usageProblem(spec, message);
    }
}
