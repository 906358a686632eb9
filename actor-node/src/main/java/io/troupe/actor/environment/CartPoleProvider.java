package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.environment.EnvironmentProvider;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Makes {@link CartPole}s. Option: {@code max-episode-steps} (500). */
public final class CartPoleProvider implements EnvironmentProvider {
    private static final int DEFAULT_MAX_EPISODE_STEPS = 500;

    @Override
    public String name() {
        return "cartpole";
    }

    @Override
    public String description() {
        return "CartPole-v1: keep a pole upright on a cart; 4 numbers in, 2 actions, 500 steps are the best return";
    }

    @Override
    public Map<String, String> options() {
        return EnvironmentOptions.ofMaxEpisodeSteps(DEFAULT_MAX_EPISODE_STEPS);
    }

    @Override
    public EnvironmentSchema schema(Map<String, String> options) {
        maxEpisodeSteps(name(), options);
        return new EnvironmentSchema(List.of(ObservationColumn.float32("state", 4)), 2);
    }

    @Override
    public Environment create(Map<String, String> options, RandomGenerator random) {
        return new CartPole(maxEpisodeSteps(name(), options), random);
    }

    @Override
    public String preset() {
        return Resources.text("/presets/cartpole.conf");
    }

    static int maxEpisodeSteps(String name, Map<String, String> options) {
        return EnvironmentOptions.maxEpisodeSteps(name, options, DEFAULT_MAX_EPISODE_STEPS);
    }
}
