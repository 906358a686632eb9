package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Makes {@link CarFlag}s. Option: {@code max-episode-steps} (200). */
public final class CarFlagProvider extends BuiltInProvider {
    public CarFlagProvider() {
        super("carflag",
            "CarFlag: ask the priest which flag is heaven, then drive there; 3 numbers in, 3 actions, 1 is best",
            Map.of(EnvironmentOptions.MAX_EPISODE_STEPS, "200"));
    }

    @Override
    EnvironmentSchema schema(EnvironmentOptions options) {
        options.maxEpisodeSteps();
        return new EnvironmentSchema(List.of(ObservationColumn.float32("state", 3)), 3);
    }

    @Override
    Environment create(EnvironmentOptions options, RandomGenerator random) {
        return new CarFlag(options.maxEpisodeSteps(), random);
    }

    @Override
    String preset(EnvironmentOptions options) {
        return Resources.text("/presets/carflag.conf");
    }
}
