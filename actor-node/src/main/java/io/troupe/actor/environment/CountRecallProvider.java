package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Makes {@link CountRecall}s. Option: {@code level}, easy (1 deck, 2 colours), medium (2 decks, 4 suits) or hard (4
 * decks, 13 ranks).
 */
public final class CountRecallProvider extends BuiltInProvider {
    public CountRecallProvider() {
        super("count-recall", "POPGym's CountRecall: how many were there of this kind? 4 bits in, 26 actions, 1 is best",
            Map.of("level", "easy"));
    }

    @Override
    EnvironmentSchema schema(EnvironmentOptions options) {
        int kinds = kinds(options);
        return new EnvironmentSchema(List.of(new ObservationColumn("kinds", ElementType.BIT, List.of(2 * kinds))),
            Deck.CARDS * decks(options) / kinds);
    }

    @Override
    Environment create(EnvironmentOptions options, RandomGenerator random) {
        return new CountRecall(decks(options), kinds(options), random);
    }

    @Override
    String preset(EnvironmentOptions options) {
        return memoryPreset(Deck.CARDS * decks(options) - 1, 1, 0.5, 0.9);
    }

    private static int decks(EnvironmentOptions options) {
        return level(options, 1, 2, 4);
    }

    private static int kinds(EnvironmentOptions options) {
        return level(options, 2, 4, 13);
    }
}
