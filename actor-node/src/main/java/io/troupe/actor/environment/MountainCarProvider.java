package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Makes {@link MountainCar}s. Option: {@code max-episode-steps} (200). */
public final class MountainCarProvider extends BuiltInProvider {
    public MountainCarProvider() {
        super("mountaincar",
            "MountainCar-v0: swing a weak car up a hill; 2 numbers in, 3 actions, -110 counts as solved",
            Map.of(EnvironmentOptions.MAX_EPISODE_STEPS, "200"));
    }

    @Override
    EnvironmentSchema schema(EnvironmentOptions options) {
        options.maxEpisodeSteps();
        return new EnvironmentSchema(List.of(ObservationColumn.float32("state", 2)), 3);
    }

    @Override
    Environment create(EnvironmentOptions options, RandomGenerator random) {
        return new MountainCar(options.maxEpisodeSteps(), random);
    }

    @Override
    String preset(EnvironmentOptions options) {
        return Resources.text("/presets/mountaincar.conf");
    }
}
