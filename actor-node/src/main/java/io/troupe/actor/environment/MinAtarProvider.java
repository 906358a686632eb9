package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.environment.EnvironmentProvider;
import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Makes the {@link MinAtarGame}s. Options: {@code max-episode-steps} (5000, of Freeway 2500), {@code sticky-actions}
 * (0.1), {@code minimal-actions} (false), and in games that grow harder {@code ramping} (true).
 */
public abstract class MinAtarProvider implements EnvironmentProvider {
    private static final String STICKY_ACTIONS = "sticky-actions";
    private static final String MINIMAL_ACTIONS = "minimal-actions";
    private static final String RAMPING = "ramping";
    private static final double DEFAULT_STICKY = 0.1;

    @FunctionalInterface
    private interface Maker {
        MinAtarGame make(MinAtarGame.Options options, RandomGenerator random);
    }

    private final String game;
    private final String task;
    private final int channels;
    private final int[] minimalActions;
    private final boolean growsHarder;
    private final int defaultMaxEpisodeSteps;
    private final Maker maker;

    private MinAtarProvider(String game, String task, String characters, int[] minimalActions, boolean growsHarder,
        int defaultMaxEpisodeSteps, Maker maker) {
        this.game = game;
        this.task = task;
        this.channels = characters.length();
        this.minimalActions = minimalActions;
        this.growsHarder = growsHarder;
        this.defaultMaxEpisodeSteps = defaultMaxEpisodeSteps;
        this.maker = maker;
    }

    /** {@code minatar-asterix}. */
    public static final class OfAsterix extends MinAtarProvider {
        public OfAsterix() {
            super("asterix", "take gold and evade enemies", Asterix.CHARACTERS, Asterix.ACTIONS, true, 5000,
                Asterix::new);
        }
    }

    /** {@code minatar-breakout}. */
    public static final class OfBreakout extends MinAtarProvider {
        public OfBreakout() {
            super("breakout", "break bricks with a ball", Breakout.CHARACTERS, Breakout.ACTIONS, false, 5000,
                Breakout::new);
        }
    }

    /** {@code minatar-freeway}. */
    public static final class OfFreeway extends MinAtarProvider {
        public OfFreeway() {
            super("freeway", "cross a road again and again", Freeway.CHARACTERS, Freeway.ACTIONS, false, 2500,
                Freeway::new);
        }
    }

    /** {@code minatar-seaquest}. */
    public static final class OfSeaquest extends MinAtarProvider {
        public OfSeaquest() {
            super("seaquest", "shoot fish, save divers, mind the air", Seaquest.CHARACTERS, Seaquest.ACTIONS, true, 5000,
                Seaquest::new);
        }
    }

    /** {@code minatar-space-invaders}. */
    public static final class OfSpaceInvaders extends MinAtarProvider {
        public OfSpaceInvaders() {
            super("space-invaders", "shoot waves of aliens", SpaceInvaders.CHARACTERS, SpaceInvaders.ACTIONS, true, 5000,
                SpaceInvaders::new);
        }
    }

    @Override
    public String name() {
        return "minatar-" + game;
    }

    @Override
    public String description() {
        return "MinAtar's " + game + ": " + task + "; 10 x 10 cells of " + channels + " bits, 6 actions";
    }

    @Override
    public Map<String, String> options() {
        Map<String, String> defaults = new LinkedHashMap<>();
        defaults.put(EnvironmentOptions.MAX_EPISODE_STEPS, Integer.toString(defaultMaxEpisodeSteps));
        defaults.put(STICKY_ACTIONS, Double.toString(DEFAULT_STICKY));
        defaults.put(MINIMAL_ACTIONS, "false");
        if (growsHarder) {
            defaults.put(RAMPING, "true");
        }
        return defaults;
    }

    @Override
    public EnvironmentSchema schema(Map<String, String> options) {
        int actions = read(options).isMinimal() ? minimalActions.length : MinAtarGame.ALL_ACTIONS;
        ObservationColumn screen = new ObservationColumn("screen", ElementType.BIT,
            List.of(channels, MinAtarGame.SIZE, MinAtarGame.SIZE));
        return new EnvironmentSchema(List.of(screen), actions);
    }

    @Override
    public Environment create(Map<String, String> options, RandomGenerator random) {
        return maker.make(read(options), random);
    }

    @Override
    public String preset() {
        return Resources.text("/presets/minatar.conf");
    }

    private MinAtarGame.Options read(Map<String, String> options) {
        EnvironmentOptions in = new EnvironmentOptions(name(), options, new ArrayList<>(options().keySet()));
        int maxSteps = in.integer(EnvironmentOptions.MAX_EPISODE_STEPS, defaultMaxEpisodeSteps, 1, Integer.MAX_VALUE);
        return new MinAtarGame.Options(maxSteps, in.probability(STICKY_ACTIONS, DEFAULT_STICKY), in.flag(RAMPING, true),
            in.flag(MINIMAL_ACTIONS, false));
    }
}
