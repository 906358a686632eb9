package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Makes {@link Trading}s. Options: {@code file}, a CSV file of prices, or none: made up ones, {@code pattern} (cycle, or
 * none); {@code window} (16), {@code steps} (200), {@code cost} (0.0005), {@code starts} (training).
 */
public final class TradingProvider extends BuiltInProvider {
    public TradingProvider() {
        super("trading", "buy, hold nothing or sell short, for profit after costs; 17 numbers in, 3 actions",
            Map.of("file", "", "pattern", "cycle", "window", "16", "steps", "200", "cost", "0.0005",
                Starts.OPTION, Starts.DEFAULT));
    }

    @Override
    EnvironmentSchema schema(EnvironmentOptions options) {
        prices(options);
        cost(options);
        return new EnvironmentSchema(List.of(ObservationColumn.float32("state", window(options) + 1)), Trading.ACTIONS);
    }

    @Override
    Environment create(EnvironmentOptions options, RandomGenerator random) {
        return new Trading(prices(options), window(options), steps(options), cost(options), random);
    }

    /** A change of the position is paid at once, and what it earns comes in the next steps. */
    @Override
    String preset(EnvironmentOptions options) {
        return feedForwardPreset(3, 0.95);
    }

    private static Prices prices(EnvironmentOptions options) {
        String pattern = options.choice("pattern", List.of("cycle", "none"));
        Starts starts = Starts.of(options);
        int rows = Trading.rows(window(options), steps(options));
        String file = options.text("file").strip();
        if (!file.isEmpty()) {
            return CsvPrices.read(file, starts, rows);
        }
        return pattern.equals("cycle") ? Prices::cycle : Prices::walk;
    }

    private static int window(EnvironmentOptions options) {
        return options.integer("window", 1, 10_000);
    }

    private static int steps(EnvironmentOptions options) {
        return options.integer("steps", 1, 1_000_000);
    }

    private static double cost(EnvironmentOptions options) {
        return options.number("cost", 0, 1);
    }
}
