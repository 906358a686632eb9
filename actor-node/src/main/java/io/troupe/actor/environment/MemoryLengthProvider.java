package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Makes {@link MemoryLength}s. Options: {@code length} (10), {@code bits} (1). */
public final class MemoryLengthProvider extends BuiltInProvider {
    public MemoryLengthProvider() {
        super("memory-length", "bsuite's memory chain: tell at the end what was seen first; 3 numbers in, 2 actions",
            Map.of("length", "10", "bits", "1"));
    }

    @Override
    EnvironmentSchema schema(EnvironmentOptions options) {
        length(options);
        return new EnvironmentSchema(List.of(ObservationColumn.float32("state", 2 + bits(options))), 2);
    }

    @Override
    Environment create(EnvironmentOptions options, RandomGenerator random) {
        return new MemoryLength(length(options), bits(options), random);
    }

    @Override
    String preset(EnvironmentOptions options) {
        return memoryPreset(length(options) + 1, 5, 0.99, 0.98);
    }

    private static int length(EnvironmentOptions options) {
        return options.integer("length", 1, 1_000_000);
    }

    private static int bits(EnvironmentOptions options) {
        return options.integer("bits", 1, 1_000);
    }
}
