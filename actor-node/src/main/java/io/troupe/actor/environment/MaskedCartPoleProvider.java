package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Makes {@link CartPole}s whose velocities are hidden. Option: {@code max-episode-steps} (500). */
public final class MaskedCartPoleProvider extends BuiltInProvider {
    public MaskedCartPoleProvider() {
        super("masked-cartpole",
            "CartPole-v1 with both velocities hidden: 2 numbers in, 2 actions, 500 is best, memory is needed",
            Map.of(EnvironmentOptions.MAX_EPISODE_STEPS, "500"));
    }

    @Override
    EnvironmentSchema schema(EnvironmentOptions options) {
        options.maxEpisodeSteps();
        return new EnvironmentSchema(List.of(ObservationColumn.float32("state", 2)), 2);
    }

    @Override
    Environment create(EnvironmentOptions options, RandomGenerator random) {
        return new CartPole(options.maxEpisodeSteps(), true, random);
    }

    @Override
    String preset(EnvironmentOptions options) {
        return Resources.text("/presets/masked-cartpole.conf");
    }
}
