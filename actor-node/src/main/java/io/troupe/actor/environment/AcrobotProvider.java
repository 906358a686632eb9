package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.environment.EnvironmentProvider;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Makes {@link Acrobot}s. Option: {@code max-episode-steps} (500). */
public final class AcrobotProvider implements EnvironmentProvider {
    private static final int DEFAULT_MAX_EPISODE_STEPS = 500;

    @Override
    public String name() {
        return "acrobot";
    }

    @Override
    public String description() {
        return "Acrobot-v1: swing two hanging links up; 6 numbers in, 3 actions, about -80 is good";
    }

    @Override
    public Map<String, String> options() {
        return EnvironmentOptions.ofMaxEpisodeSteps(DEFAULT_MAX_EPISODE_STEPS);
    }

    @Override
    public EnvironmentSchema schema(Map<String, String> options) {
        maxEpisodeSteps(options);
        return new EnvironmentSchema(List.of(ObservationColumn.float32("state", 6)), 3);
    }

    @Override
    public Environment create(Map<String, String> options, RandomGenerator random) {
        return new Acrobot(maxEpisodeSteps(options), random);
    }

    @Override
    public String preset() {
        return Resources.text("/presets/acrobot.conf");
    }

    private int maxEpisodeSteps(Map<String, String> options) {
        return EnvironmentOptions.maxEpisodeSteps(name(), options, DEFAULT_MAX_EPISODE_STEPS);
    }
}
