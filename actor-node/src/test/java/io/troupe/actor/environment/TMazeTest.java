package io.troupe.actor.environment;

import static io.troupe.actor.environment.TMaze.DOWN;
import static io.troupe.actor.environment.TMaze.LEFT;
import static io.troupe.actor.environment.TMaze.RIGHT;
import static io.troupe.actor.environment.TMaze.UP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.config.SettingsLoader;
import io.troupe.common.config.TroupeSettings;
import io.troupe.common.environment.Environments;
import io.troupe.common.environment.StepOutcome;
import io.troupe.common.error.TroupeException;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TMazeTest {
    private static final String NAME = "tmaze-passive";

    private final EnvironmentTrial maze = new EnvironmentTrial(NAME, Map.of("T", "5"), 7);

    @Test
    void shouldShowTheGoalOnceAndTheForkAtTheEnd() {
        int up = 0;
        for (int episode = 0; episode < 200; episode++) {
            maze.reset();
            float goal = maze.seen(0, 1);
            assertTrue(goal == 1 || goal == -1);
            up += goal > 0 ? 1 : 0;
            assertSeen(0, goal);
            maze.step(LEFT);
            assertSeen(0, 0);
            for (int step = 1; step < 5; step++) {
                maze.step(RIGHT);
                assertSeen(0, 0);
            }
            maze.step(RIGHT);
            assertSeen(1, 0);
        }
        assertTrue(up > 70 && up < 130, "the goal was up " + up + " times of 200");
    }

    @Test
    void shouldPayAFifthForEachStepThatIsBehind() {
        maze.reset();
        assertEquals(0, maze.step(RIGHT).reward());
        // A wall is behind the clock, and so is everything from there on.
        for (int action : new int[] {UP, RIGHT, LEFT, DOWN}) {
            StepOutcome outcome = maze.step(action);
            assertEquals(-0.2f, outcome.reward());
            assertFalse(outcome.isEnd());
        }
        StepOutcome last = maze.step(RIGHT);
        assertEquals(0, last.reward());
        assertTrue(last.isTerminated());
        assertFalse(last.isTruncated());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 50, 250})
    void shouldBeWorthOneToWhoRemembersAndHalfToWhoGuesses(int length) {
        EnvironmentTrial trial = new EnvironmentTrial(NAME, Map.of("T", String.valueOf(length)), 7);
        int[] steps = new int[1];
        float[] goal = new float[1];
        double remembered = trial.mean(200, step -> {
            goal[0] = step == 0 ? trial.seen(0, 1) : goal[0];
            steps[0]++;
            return trial.seen(0, 0) == 0 ? RIGHT : goal[0] > 0 ? UP : DOWN;
        });
        assertEquals(1.0, remembered);
        assertEquals(200 * (length + 1), steps[0]);
        assertEquals(0.5, trial.mean(4_000, step -> trial.seen(0, 0) == 0 ? RIGHT : UP), 0.03);
        assertEquals(-1.0, trial.mean(10, step -> LEFT), 1e-5);
    }

    @Test
    void shouldShowWhichSideWasChosen() {
        maze.play(step -> step < 5 ? RIGHT : DOWN);
        assertSeen(1, -1);
    }

    @Test
    void shouldHaveTwoNumbersAndFourActions() {
        assertEquals(new EnvironmentSchema(List.of(ObservationColumn.float32("state", 2)), 4), maze.layout().schema());
        EnvironmentTrial usual = new EnvironmentTrial(NAME, Map.of(), 7).reset();
        assertTrue(usual.render().endsWith("step 0 of 51   x 0"), usual.render());
    }

    @Test
    void shouldKeepTheContract() {
        maze.assertKeepsTheContract();
        maze.assertAllocatesNothing();
    }

    @Test
    void shouldReachOverTheWholeEpisodeInItsPreset() {
        maze.assertHasAPreset();
        TroupeSettings usual = settings("50");
        assertEquals(51 + usual.learning().nStep(), usual.network().memory().attention().contextLength());
        assertEquals(Environments.preset(NAME, Map.of()), Environments.preset(NAME, Map.of("T", "50")));
        TroupeSettings longer = settings("250");
        assertEquals(251 + longer.learning().nStep(), longer.network().memory().attention().contextLength());
        assertEquals(251, longer.learning().sequence().length());
        assertEquals(251, longer.learning().sequence().period());
        assertEquals(4096, settings("1000000").network().memory().attention().contextLength());
    }

    private static TroupeSettings settings(String length) {
        return new SettingsLoader(Environments::preset).set("environment.name=" + NAME)
            .set("environment.options.T=" + length).load().settings();
    }

    @Test
    void shouldRefuseOtherOptions() {
        EnvironmentTrial.assertRefuses(NAME, "T", "0");
        EnvironmentTrial.assertRefuses(NAME, "T", "long");
        EnvironmentTrial.assertRefuses(NAME, "length", "5");
        String told = assertThrows(TroupeException.class, () -> settings("0")).getMessage();
        assertTrue(told.contains("--set: environment.options") && told.contains("T of tmaze-passive is '0'"), told);
    }

    @Test
    void shouldDrawWhereItIs() {
        maze.reset();
        String goal = maze.seen(0, 1) > 0 ? "     G\n@----+\n     .\n" : "     .\n@----+\n     G\n";
        assertEquals(goal + "step 0 of 6   x 0", maze.render());
        maze.play(step -> step < 5 ? RIGHT : UP);
        assertTrue(maze.render().startsWith("     @\no----+\n"), maze.render());
        EnvironmentTrial longer = new EnvironmentTrial(NAME, Map.of("T", "1000"), 7).reset();
        assertTrue(longer.render().lines().allMatch(line -> line.length() <= 61), longer.render());
    }

    private void assertSeen(float isJunction, float signal) {
        assertEquals(isJunction, maze.seen(0, 0));
        assertEquals(signal, maze.seen(0, 1));
    }
}
