package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Makes {@link RepeatFirst}s. Option: {@code level}, easy (1 deck), medium (8) or hard (16). */
public final class RepeatFirstProvider extends BuiltInProvider {
    public RepeatFirstProvider() {
        super("repeat-first", "POPGym's RepeatFirst: which suit was the first card? 4 bits in, 4 actions, 1 is best",
            Map.of("level", "easy"));
    }

    @Override
    EnvironmentSchema schema(EnvironmentOptions options) {
        decks(options);
        return new EnvironmentSchema(
            List.of(new ObservationColumn("suit", ElementType.BIT, List.of(RepeatFirst.SUITS))), RepeatFirst.SUITS);
    }

    @Override
    Environment create(EnvironmentOptions options, RandomGenerator random) {
        return new RepeatFirst(decks(options), random);
    }

    /** An answer changes nothing but its own reward. */
    @Override
    String preset(EnvironmentOptions options) {
        return memoryPreset(Deck.CARDS * decks(options) - 1, 1, 0.5, 0.95);
    }

    private static int decks(EnvironmentOptions options) {
        return level(options, 1, 8, 16);
    }
}
