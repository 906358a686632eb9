package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Makes {@link TMaze}s whose oracle lies one step behind the start. Option: {@code T}, steps to the fork (50). */
public final class TMazeActiveProvider extends BuiltInProvider {
    public TMazeActiveProvider() {
        super("tmaze-active", "T-Maze: go back to ask which way to turn in 50 steps; 2 numbers in, 4 actions, 1 is best",
            Map.of("T", "50"));
    }

    @Override
    EnvironmentSchema schema(EnvironmentOptions options) {
        corridorLength(options);
        return new EnvironmentSchema(List.of(ObservationColumn.float32("state", 2)), 4);
    }

    @Override
    Environment create(EnvironmentOptions options, RandomGenerator random) {
        return new TMaze(corridorLength(options), 1, random);
    }

    /** As the passive one's: what was seen tells a step from the others, and one wrong step spoils an episode. */
    @Override
    String preset(EnvironmentOptions options) {
        int corridor = corridorLength(options);
        double epsilon = Math.min(0.4, 7.5 / corridor);
        return memoryPreset(corridor + 3, Math.min(100, Math.max(5, corridor / 10)), 0.99, 0.98)
            + String.format(Locale.ROOT, """
                troupe {
                  network.memory.positions = none
                  actors { lanes = 16, exploration { epsilon = %.6f, alpha = %.2f } }
                }
                """, epsilon, Math.log(30) / -Math.log(epsilon));
    }

    private static int corridorLength(EnvironmentOptions options) {
        return options.integer("T", 1, 1_000_000);
    }
}
