package io.troupe.launcher.run;

import io.troupe.actor.evaluation.Baseline;
import io.troupe.learner.status.RunFolder;
import java.util.List;
import java.util.Map;

/**
 * What {@code troupe eval} is asked for.
 *
 * @param environmentOptions those of the environment that are other than in training; it has to show and take the same
 * @param baselines          what else plays the same episodes
 */
public record EvaluationRequest(RunFolder folder, int episodes, Map<String, String> environmentOptions,
                                List<Baseline> baselines) {
    public EvaluationRequest {
        environmentOptions = Map.copyOf(environmentOptions);
        baselines = List.copyOf(baselines);
    }
}
