package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Makes {@link TextGeneration}s. Options: {@code text}, the target (hello world); or {@code file}, a text whose pairs of
 * characters score what is written, of {@code length} (32) characters; {@code context} (8).
 */
public final class TextGenerationProvider extends BuiltInProvider {
    /** Tokens are bytes, and 0 is none. */
    private static final int MOST_CHARACTERS = 255;

    public TextGenerationProvider() {
        super("text-generation", "write a text character by character, a given one or one like a file's; 1 is best",
            Map.of("text", "hello world", "file", "", "length", "32", "context", "8"));
    }

    @Override
    EnvironmentSchema schema(EnvironmentOptions options) {
        return new EnvironmentSchema(List.of(
            new ObservationColumn("tokens", ElementType.UINT8, List.of(context(options))),
            ObservationColumn.float32("position", 1)), scorer(options).alphabet().length());
    }

    /** Whoever writes what a file is like begins with any of its characters, so that texts differ. */
    @Override
    Environment create(EnvironmentOptions options, RandomGenerator random) {
        return new TextGeneration(scorer(options), context(options), !file(options).isEmpty(), random);
    }

    @Override
    String preset(EnvironmentOptions options) {
        return (file(options).isEmpty() ? targetPreset() : feedForwardPreset(3, 0.99)) + String.format(Locale.ROOT, """
            troupe.network.encoder.columns.tokens {
              kind = embedding, tokens = %d, embedding-size = 16, hidden-units = [128]
            }
            """, scorer(options).alphabet().length() + 1);
    }

    /**
     * A run is over when the target is written; what is best in the manner of a file is not known. Every lane explores a
     * lot: who sees only what it writes itself learns what follows these characters, not what belongs to a place, and does
     * not get over a wrong one. A character is paid at once: longer returns would mix in what the next random ones cost.
     */
    private static String targetPreset() {
        return feedForwardPreset(1, 0.95) + """
            troupe {
              run.until-return = 0.99
              actors.exploration { epsilon = 0.3, alpha = 1.0 }
              replay.samples-per-insert = 16
            }
            """;
    }

    private static TextScorer scorer(EnvironmentOptions options) {
        int length = options.integer("length", 1, 100_000);
        String file = file(options);
        TextScorer scorer = file.isEmpty() ? new TargetScorer(options.text("text")) : new BigramScorer(read(file), length);
        int characters = scorer.alphabet().length();
        if (characters < 2 || characters > MOST_CHARACTERS) {
            throw options.refused(file.isEmpty() ? "text" : "file",
                "a text of 2 to " + MOST_CHARACTERS + " different characters; it has " + characters);
        }
        return scorer;
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new IllegalArgumentException("environment.options.file of text-generation, '" + file
                + "', could not be read (" + e + "); expected a text file of UTF-8", e);
        }
    }

    private static String file(EnvironmentOptions options) {
        return options.text("file").strip();
    }

    private static int context(EnvironmentOptions options) {
        return options.integer("context", 1, 4_096);
    }
}
