package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Makes {@link Umbrella}s. Options: {@code length} (20), {@code distractors} (20). */
public final class UmbrellaProvider extends BuiltInProvider {
    public UmbrellaProvider() {
        super("umbrella", "bsuite's umbrella: the first action is paid at the end; 23 numbers in, 2 actions, 1 is best",
            Map.of("length", "20", "distractors", "20"));
    }

    @Override
    EnvironmentSchema schema(EnvironmentOptions options) {
        length(options);
        return new EnvironmentSchema(List.of(ObservationColumn.float32("state", 3 + distractors(options))), 2);
    }

    @Override
    Environment create(EnvironmentOptions options, RandomGenerator random) {
        return new Umbrella(length(options), distractors(options), random);
    }

    /**
     * Whether it is needed and whether it is there can be seen all the time: no memory. By the coins of 100 episodes a good
     * mean return comes too early to end a run.
     */
    @Override
    String preset(EnvironmentOptions options) {
        int n = Math.min(20, length(options));
        return memoryPreset(Math.max(2, length(options)), n, 1.0, 0.95) + """
            troupe {
              run.until-return = none
              network.memory.kind = none
              learning.sequence { length = 1, period = 1 }
              replay.samples-per-insert = 8
            }
            """;
    }

    private static int length(EnvironmentOptions options) {
        return options.integer("length", 1, 1_000_000);
    }

    private static int distractors(EnvironmentOptions options) {
        return options.integer("distractors", 0, 10_000);
    }
}
