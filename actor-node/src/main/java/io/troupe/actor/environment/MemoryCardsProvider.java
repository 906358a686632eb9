package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.environment.EnvironmentProvider;
import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Makes {@link MemoryCards}. Option: {@code max-episode-steps} (50). */
public final class MemoryCardsProvider implements EnvironmentProvider {
    private static final int DEFAULT_MAX_EPISODE_STEPS = 50;

    @Override
    public String name() {
        return "memory-cards";
    }

    @Override
    public String description() {
        return "DTQN's Memory Cards: find the pairs of 10 cards; 10 bytes in, 10 actions, about -5.3 is best";
    }

    @Override
    public Map<String, String> options() {
        return EnvironmentOptions.ofMaxEpisodeSteps(DEFAULT_MAX_EPISODE_STEPS);
    }

    @Override
    public EnvironmentSchema schema(Map<String, String> options) {
        maxEpisodeSteps(options);
        ObservationColumn cards = new ObservationColumn("cards", ElementType.UINT8, List.of(MemoryCards.PLACES));
        return new EnvironmentSchema(List.of(cards), MemoryCards.PLACES);
    }

    @Override
    public Environment create(Map<String, String> options, RandomGenerator random) {
        return new MemoryCards(maxEpisodeSteps(options), random);
    }

    @Override
    public String preset() {
        return Resources.text("/presets/memory-cards.conf");
    }

    private int maxEpisodeSteps(Map<String, String> options) {
        return EnvironmentOptions.maxEpisodeSteps(name(), options, DEFAULT_MAX_EPISODE_STEPS);
    }
}
