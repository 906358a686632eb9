package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Makes {@link CartPole}s. Option: {@code max-episode-steps} (500). */
public final class CartPoleProvider extends BuiltInProvider {
    public CartPoleProvider() {
        super("cartpole",
            "CartPole-v1: keep a pole upright on a cart; 4 numbers in, 2 actions, 500 steps are the best return",
            Map.of(EnvironmentOptions.MAX_EPISODE_STEPS, "500"));
    }

    @Override
    EnvironmentSchema schema(EnvironmentOptions options) {
        options.maxEpisodeSteps();
        return new EnvironmentSchema(List.of(ObservationColumn.float32("state", 4)), 2);
    }

    @Override
    Environment create(EnvironmentOptions options, RandomGenerator random) {
        return new CartPole(options.maxEpisodeSteps(), random);
    }

    @Override
    String preset(EnvironmentOptions options) {
        return Resources.text("/presets/cartpole.conf");
    }
}
