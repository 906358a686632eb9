package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Makes {@link Acrobot}s. Option: {@code max-episode-steps} (500). */
public final class AcrobotProvider extends BuiltInProvider {
    public AcrobotProvider() {
        super("acrobot",
            "Acrobot-v1: swing two hanging links up; 6 numbers in, 3 actions, about -80 is good",
            Map.of(EnvironmentOptions.MAX_EPISODE_STEPS, "500"));
    }

    @Override
    EnvironmentSchema schema(EnvironmentOptions options) {
        options.maxEpisodeSteps();
        return new EnvironmentSchema(List.of(ObservationColumn.float32("state", 6)), 3);
    }

    @Override
    Environment create(EnvironmentOptions options, RandomGenerator random) {
        return new Acrobot(options.maxEpisodeSteps(), random);
    }

    @Override
    String preset(EnvironmentOptions options) {
        return Resources.text("/presets/acrobot.conf");
    }
}
