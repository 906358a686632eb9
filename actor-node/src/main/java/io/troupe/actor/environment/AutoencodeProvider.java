package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Makes {@link Autoencode}s. Option: {@code level}, easy (1 deck), medium (2) or hard (3). */
public final class AutoencodeProvider extends BuiltInProvider {
    public AutoencodeProvider() {
        super("autoencode", "POPGym's Autoencode: tell the cards in reverse order; 5 bits in, 4 actions, 1 is best",
            Map.of("level", "easy"));
    }

    @Override
    EnvironmentSchema schema(EnvironmentOptions options) {
        decks(options);
        return new EnvironmentSchema(
            List.of(new ObservationColumn("state", ElementType.BIT, List.of(Autoencode.SUITS + 1))), Autoencode.SUITS);
    }

    @Override
    Environment create(EnvironmentOptions options, RandomGenerator random) {
        return new Autoencode(decks(options), random);
    }

    /** Which card is asked for follows from the place in the episode, so that positions are told apart. */
    @Override
    String preset(EnvironmentOptions options) {
        return memoryPreset(2 * Deck.CARDS * decks(options) - 1, 1, 0.5, 0.95)
            + "troupe.network.memory.positions = learned\n";
    }

    private static int decks(EnvironmentOptions options) {
        return level(options, 1, 2, 3);
    }
}
