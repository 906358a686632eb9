package com.example.inventory;

import io.troupe.common.environment.Environment;
import io.troupe.common.environment.EnvironmentProvider;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Tells Troupe of {@link Inventory}; named in META-INF/services. Option: {@code episode-days} (90). */
public final class InventoryProvider implements EnvironmentProvider {
    @Override
    public String name() {
        return "inventory";
    }

    @Override
    public String description() {
        return "order pallets for a warehouse; 10 numbers in, 6 actions, 90 days";
    }

    @Override
    public Map<String, String> options() {
        return Map.of("episode-days", "90");
    }

    @Override
    public EnvironmentSchema schema(Map<String, String> options) {
        episodeDays(options);
        return new EnvironmentSchema(List.of(ObservationColumn.float32("warehouse", Inventory.ELEMENTS)),
            Warehouse.MAX_PALLETS + 1);
    }

    @Override
    public Environment create(Map<String, String> options, RandomGenerator random) {
        return new Inventory(episodeDays(options), random);
    }

    private static int episodeDays(Map<String, String> options) {
        String text = options.getOrDefault("episode-days", "90");
        if (!text.matches("[1-9]\\d{0,5}")) {
            throw new IllegalArgumentException("environment.options.episode-days is '" + text
                + "'; expected a whole number of at least 1");
        }
        return Integer.parseInt(text);
    }

    @Override
    public String preset() {
        return """
            troupe {
              run.max-env-steps = 100000
              network {
                encoder { kind = mlp, hidden-units = [128, 128] }
                memory.kind = none
                head { kind = dueling, hidden-units = 64 }
              }
              learning {
                batch-size = 64, n-step = 5, discount = 0.97
                target { update = polyak, polyak-rate = 0.01 }
                optimizer { learning-rate = 0.001, max-gradient-norm = 10.0, decay-steps = 25000,
                            final-learning-rate-fraction = 0.05 }
              }
              replay { capacity-steps = 100000, min-size-steps = 1000, samples-per-insert = 16, error-buffer-steps = 500 }
              actors { lanes = 8, max-unacknowledged-records = 32, message-records = 4, message-delay-ms = 5 }
              evaluation { episodes = 50, interval-s = 5 }
            }
            """;
    }
}
