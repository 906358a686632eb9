package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.environment.EnvironmentProvider;
import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Makes {@link RepeatPrevious}es of POPGym's three levels. No options. */
public abstract class RepeatPreviousProvider implements EnvironmentProvider {
    private final String level;
    private final int decks;
    private final int k;

    private RepeatPreviousProvider(String level, int decks, int k) {
        this.level = level;
        this.decks = decks;
        this.k = k;
    }

    /** One deck, k = 4. */
    public static final class Easy extends RepeatPreviousProvider {
        public Easy() {
            super("easy", 1, 4);
        }
    }

    /** Two decks, k = 32. */
    public static final class Medium extends RepeatPreviousProvider {
        public Medium() {
            super("medium", 2, 32);
        }
    }

    /** Three decks, k = 64. */
    public static final class Hard extends RepeatPreviousProvider {
        public Hard() {
            super("hard", 3, 64);
        }
    }

    @Override
    public String name() {
        return "repeat-previous-" + level;
    }

    @Override
    public String description() {
        return "POPGym's RepeatPrevious: which suit was dealt " + (k - 1)
            + " cards ago? 4 bits in, 4 actions, 1 is the best return";
    }

    @Override
    public EnvironmentSchema schema(Map<String, String> options) {
        refuseAll(options);
        ObservationColumn suit = new ObservationColumn("suit", ElementType.BIT, List.of(RepeatPrevious.SUITS));
        return new EnvironmentSchema(List.of(suit), RepeatPrevious.SUITS);
    }

    @Override
    public Environment create(Map<String, String> options, RandomGenerator random) {
        refuseAll(options);
        return new RepeatPrevious(decks, k, random);
    }

    @Override
    public String preset() {
        return Resources.text("/presets/" + name() + ".conf");
    }

    private void refuseAll(Map<String, String> options) {
        new EnvironmentOptions(name(), options, List.of());
    }
}
