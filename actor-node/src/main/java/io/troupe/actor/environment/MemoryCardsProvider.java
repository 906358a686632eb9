package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Makes {@link MemoryCards}. Option: {@code max-episode-steps} (50). */
public final class MemoryCardsProvider extends BuiltInProvider {
    public MemoryCardsProvider() {
        super("memory-cards",
            "DTQN's Memory Cards: find the pairs of 10 cards; 10 bytes in, 10 actions, about -5.3 is best",
            Map.of(EnvironmentOptions.MAX_EPISODE_STEPS, "50"));
    }

    @Override
    EnvironmentSchema schema(EnvironmentOptions options) {
        options.maxEpisodeSteps();
        return new EnvironmentSchema(
            List.of(new ObservationColumn("cards", ElementType.UINT8, List.of(MemoryCards.PLACES))), MemoryCards.PLACES);
    }

    @Override
    Environment create(EnvironmentOptions options, RandomGenerator random) {
        return new MemoryCards(options.maxEpisodeSteps(), random);
    }

    @Override
    String preset(EnvironmentOptions options) {
        return Resources.text("/presets/memory-cards.conf");
    }
}
