package io.troupe.launcher.reproduce;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.actor.evaluation.Baseline;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How each run's best checkpoint is evaluated when the run is over.
 *
 * @param environmentOptions {@code name=value}, of the environment, that are other than in training
 * @param baselines          what plays the same episodes
 */
record FinalEvaluation(int episodes, List<String> environmentOptions, List<Baseline> baselines) {
    /** What {@code troupe eval} is told. */
    List<String> arguments(Path folder) {
        List<String> arguments = new ArrayList<>(List.of("eval"));
        arguments.addAll(episodesOf(folder));
        environmentOptions.forEach(option -> arguments.addAll(List.of("--env-set", option)));
        baselines.forEach(baseline -> arguments.addAll(List.of("--baseline", baseline.toString())));
        return arguments;
    }

    /** What {@code troupe inspect} is told of what the same network looks at, in the environment of its training. */
    List<String> studyArguments(Path folder) {
        List<String> arguments = new ArrayList<>(List.of("inspect", "attention"));
        arguments.addAll(episodesOf(folder));
        return arguments;
    }

    private List<String> episodesOf(Path folder) {
        return List.of(folder.toString(), "--episodes", Integer.toString(episodes), "--json");
    }

    /** Whether what {@code troupe eval --json} told is of such an evaluation. */
    boolean hasTold(JsonNode evaluation) {
        List<String> told = evaluation.path("environment_options").properties().stream()
            .map(option -> option.getKey() + "=" + option.getValue().asText()).sorted().toList();
        return evaluation.path("episodes").asInt() == episodes && told.equals(environmentOptions)
            && baselines.stream().allMatch(baseline -> evaluation.has("above_" + baseline.key()));
    }
}
