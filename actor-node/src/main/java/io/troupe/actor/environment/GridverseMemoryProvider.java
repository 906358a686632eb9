package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Makes {@link GridverseMemory}s. Options: {@code size} (5), odd; {@code max-episode-steps} (250). */
public final class GridverseMemoryProvider extends BuiltInProvider {
    /** A memory that reaches further costs more than it finds: who knows the way needs some 20 steps. */
    private static final int REMEMBERED_STEPS = 50;

    public GridverseMemoryProvider() {
        super("gridverse-memory", "GridVerse's memory: which exit has the beacons' colour? 6 bytes in, 6 actions, 4 is good",
            Map.of("size", "5", "max-episode-steps", "250"));
    }

    @Override
    EnvironmentSchema schema(EnvironmentOptions options) {
        size(options);
        maxEpisodeSteps(options);
        return new EnvironmentSchema(
            List.of(new ObservationColumn("view", ElementType.UINT8, List.of(GridverseMemory.VIEW))),
            GridverseMemory.ACTIONS);
    }

    @Override
    Environment create(EnvironmentOptions options, RandomGenerator random) {
        return new GridverseMemory(size(options), maxEpisodeSteps(options), random);
    }

    @Override
    String preset(EnvironmentOptions options) {
        size(options);
        return memoryPreset(Math.min(REMEMBERED_STEPS, maxEpisodeSteps(options)), 5, 0.98, 4) + """
            troupe.network.encoder.columns.view { kind = embedding, tokens = 10, embedding-size = 8, hidden-units = [64] }
            """;
    }

    private static int size(EnvironmentOptions options) {
        int size = options.integer("size", 5, 99);
        if (size % 2 == 0) {
            throw options.refused("size", "an odd number, so that there is a middle");
        }
        return size;
    }

    private static int maxEpisodeSteps(EnvironmentOptions options) {
        return options.integer("max-episode-steps", 1, Integer.MAX_VALUE);
    }
}
