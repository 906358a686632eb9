package io.troupe.actor.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.environment.Observation;
import io.troupe.common.environment.StepOutcome;
import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.agrona.concurrent.UnsafeBuffer;

/** A game of MinAtar that is stepped by hand, and what is seen of it. */
final class MinAtarTrial {
    private static final int SIZE = MinAtarGame.SIZE;

    private final MinAtarGame game;
    private final int channels;
    private final StepOutcome outcome;
    private final Observation observation;

    MinAtarTrial(MinAtarGame game, int channels) {
        this.game = game;
        this.channels = channels;
        StepLayout layout = new StepLayout(new EnvironmentSchema(
            List.of(new ObservationColumn("screen", ElementType.BIT, List.of(channels, SIZE, SIZE))), 6));
        outcome = new StepOutcome(layout);
        observation = outcome.observation().wrap(new UnsafeBuffer(new byte[layout.stride()]), 0);
        game.reset(observation);
    }

    void reset() {
        game.reset(observation);
    }

    StepOutcome step(int action) {
        game.step(action, outcome.clear());
        return outcome;
    }

    /** The sum of the rewards of so many steps of one action. */
    double steps(int count, int action) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += step(action).reward();
        }
        return sum;
    }

    boolean isSeen(int channel, int x, int y) {
        return observation.value(0, (channel * SIZE + y) * SIZE + x) == 1;
    }

    /** The cells of a channel that are seen, as in {@code 3,4 7,4}, row by row. */
    String seen(int channel) {
        List<String> cells = new ArrayList<>();
        for (int cell = 0; cell < SIZE * SIZE; cell++) {
            if (isSeen(channel, cell % SIZE, cell / SIZE)) {
                cells.add(cell % SIZE + "," + cell / SIZE);
            }
        }
        return String.join(" ", cells);
    }

    /** What every game has to keep to: shape, actions, options, preset, no allocation. */
    static void assertKeepsTheContract(String name, int channels, int minimalActions, boolean growsHarder) {
        EnvironmentTrial trial = new EnvironmentTrial(name, Map.of(), 5);
        List<ObservationColumn> screen =
            List.of(new ObservationColumn("screen", ElementType.BIT, List.of(channels, SIZE, SIZE)));
        assertEquals(new EnvironmentSchema(screen, 6), trial.layout().schema());
        trial.assertKeepsTheContract();
        trial.assertAllocatesNothing();
        trial.assertHasAPreset();
        EnvironmentTrial minimal = new EnvironmentTrial(name, Map.of("minimal-actions", "true"), 5);
        assertEquals(new EnvironmentSchema(screen, minimalActions), minimal.layout().schema());
        minimal.assertKeepsTheContract();
        EnvironmentTrial cut = new EnvironmentTrial(name, Map.of("max-episode-steps", "3"), 5).reset();
        cut.step(0);
        assertTrue(!cut.step(0).isEnd() && cut.step(0).isTruncated());
        EnvironmentTrial.assertRefuses(name, "max-episode-steps", "0");
        EnvironmentTrial.assertRefuses(name, "sticky-actions", "1.5");
        EnvironmentTrial.assertRefuses(name, "minimal-actions", "1");
        EnvironmentTrial.assertRefuses(name, "ramping", growsHarder ? "maybe" : "true");
        EnvironmentTrial.assertRefuses(name, "lives", "3");
    }

    /** Draws the given numbers in the place of random ones: booleans as 0 and 1, and refuses to draw more. */
    static RandomGenerator drawing(double... numbers) {
        return new RandomGenerator() {
            private int drawn;

            private double next() {
                assertTrue(drawn < numbers.length, "draws more than " + numbers.length + " numbers");
                return numbers[drawn++];
            }

            @Override
            public long nextLong() {
                throw new AssertionError("not expected");
            }

            @Override
            public boolean nextBoolean() {
                return next() == 1;
            }

            @Override
            public double nextDouble() {
                return next();
            }

            @Override
            public int nextInt(int bound) {
                int number = (int) next();
                assertTrue(number < bound, number + " of " + bound);
                return number;
            }
        };
    }
}
