package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.environment.EnvironmentProvider;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Makes {@link MountainCar}s. Option: {@code max-episode-steps} (200). */
public final class MountainCarProvider implements EnvironmentProvider {
    private static final int DEFAULT_MAX_EPISODE_STEPS = 200;

    @Override
    public String name() {
        return "mountaincar";
    }

    @Override
    public String description() {
        return "MountainCar-v0: swing a weak car up a hill; 2 numbers in, 3 actions, -110 counts as solved";
    }

    @Override
    public Map<String, String> options() {
        return EnvironmentOptions.ofMaxEpisodeSteps(DEFAULT_MAX_EPISODE_STEPS);
    }

    @Override
    public EnvironmentSchema schema(Map<String, String> options) {
        maxEpisodeSteps(options);
        return new EnvironmentSchema(List.of(ObservationColumn.float32("state", 2)), 3);
    }

    @Override
    public Environment create(Map<String, String> options, RandomGenerator random) {
        return new MountainCar(maxEpisodeSteps(options), random);
    }

    @Override
    public String preset() {
        return Resources.text("/presets/mountaincar.conf");
    }

    private int maxEpisodeSteps(Map<String, String> options) {
        return EnvironmentOptions.maxEpisodeSteps(name(), options, DEFAULT_MAX_EPISODE_STEPS);
    }
}
