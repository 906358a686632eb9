package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.environment.EnvironmentProvider;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Makes {@link CartPole}s whose velocities are hidden. Option: {@code max-episode-steps} (500). */
public final class MaskedCartPoleProvider implements EnvironmentProvider {
    @Override
    public String name() {
        return "masked-cartpole";
    }

    @Override
    public String description() {
        return "CartPole-v1 with both velocities hidden: 2 numbers in, 2 actions, 500 is best, memory is needed";
    }

    @Override
    public EnvironmentSchema schema(Map<String, String> options) {
        CartPoleProvider.maxEpisodeSteps(name(), options);
        return new EnvironmentSchema(List.of(ObservationColumn.float32("state", 2)), 2);
    }

    @Override
    public Environment create(Map<String, String> options, RandomGenerator random) {
        return new CartPole(CartPoleProvider.maxEpisodeSteps(name(), options), true, random);
    }

    @Override
    public String preset() {
        return Resources.text("/presets/masked-cartpole.conf");
    }
}
