package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Makes {@link HeavenHell}s. Option: {@code max-episode-steps} (100). */
public final class HeavenHellProvider extends BuiltInProvider {
    public HeavenHellProvider() {
        super("heaven-hell", "HeavenHell-3: ask the priest which side is heaven; 15 bits in, 4 actions, 1 is best",
            Map.of("max-episode-steps", "100"));
    }

    @Override
    EnvironmentSchema schema(EnvironmentOptions options) {
        maxEpisodeSteps(options);
        return new EnvironmentSchema(
            List.of(new ObservationColumn("cell", ElementType.BIT, List.of(HeavenHell.OBSERVATIONS))), 4);
    }

    @Override
    Environment create(EnvironmentOptions options, RandomGenerator random) {
        return new HeavenHell(maxEpisodeSteps(options), random);
    }

    @Override
    String preset(EnvironmentOptions options) {
        return memoryPreset(maxEpisodeSteps(options), 5, 0.98, 0.95);
    }

    private static int maxEpisodeSteps(EnvironmentOptions options) {
        return options.integer("max-episode-steps", 1, Integer.MAX_VALUE);
    }
}
