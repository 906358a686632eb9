package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Makes {@link Concentration}s. Option: {@code level}, easy (1 deck, 2 colours), medium (2 decks, 2 colours) or hard (1
 * deck, 13 ranks).
 */
public final class ConcentrationProvider extends BuiltInProvider {
    public ConcentrationProvider() {
        super("concentration", "POPGym's Concentration: find the pairs of 52 cards; 52 bytes in, 52 actions",
            Map.of("level", "easy"));
    }

    @Override
    EnvironmentSchema schema(EnvironmentOptions options) {
        int cards = cards(options);
        return new EnvironmentSchema(List.of(new ObservationColumn("cards", ElementType.UINT8, List.of(cards))), cards);
    }

    @Override
    Environment create(EnvironmentOptions options, RandomGenerator random) {
        return new Concentration(cards(options) / Deck.CARDS, kinds(options), random);
    }

    /** Which of the kinds lies at a place is a token, not a number. */
    @Override
    String preset(EnvironmentOptions options) {
        return memoryPreset(Concentration.maxEpisodeSteps(cards(options)), 2, 0.9, 0.5) + String.format(Locale.ROOT, """
            troupe {
              environment.previous-action = true
              network.encoder.columns.cards { kind = embedding, tokens = %d, embedding-size = 4, hidden-units = [128] }
            }
            """, kinds(options) + 1);
    }

    private static int cards(EnvironmentOptions options) {
        return Deck.CARDS * level(options, 1, 2, 1);
    }

    private static int kinds(EnvironmentOptions options) {
        return level(options, 2, 2, 13);
    }
}
