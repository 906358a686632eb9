package io.troupe.actor.environment;

import static io.troupe.actor.environment.TMaze.DOWN;
import static io.troupe.actor.environment.TMaze.LEFT;
import static io.troupe.actor.environment.TMaze.RIGHT;
import static io.troupe.actor.environment.TMaze.UP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TMazeActiveTest {
    private final EnvironmentTrial maze = new EnvironmentTrial("tmaze-active", Map.of("T", "5"), 7);

    @Test
    void shouldShowTheGoalToWhoGoesBackForItOnce() {
        maze.reset();
        assertEquals(0, maze.seen(0, 1));
        maze.step(LEFT);
        assertEquals(1, Math.abs(maze.seen(0, 1)));
        maze.step(LEFT);
        assertEquals(0, maze.seen(0, 1), "the second visit shows nothing");
        maze.step(RIGHT);
        maze.step(LEFT);
        assertEquals(0, maze.seen(0, 1));
    }

    @Test
    void shouldBeWorthOneToWhoAsksAndHalfToWhoGuesses() {
        float[] goal = new float[1];
        int[] steps = new int[1];
        double asked = maze.mean(200, step -> {
            steps[0]++;
            goal[0] = step == 1 ? maze.seen(0, 1) : goal[0];
            return step == 0 ? LEFT : maze.seen(0, 0) == 0 ? RIGHT : goal[0] > 0 ? UP : DOWN;
        });
        assertEquals(1, asked);
        assertEquals(200 * 8, steps[0]);
        assertEquals(0.5, maze.mean(4_000, step -> maze.seen(0, 0) == 0 ? RIGHT : UP), 0.03);
        // Behind the clock in all steps but the first two and the last.
        maze.reset();
        assertEquals(0, maze.step(LEFT).reward());
        assertEquals(-0.2f, maze.step(LEFT).reward());
    }

    @Test
    void shouldLeaveASideOfTheForkTheWayItWasEntered() {
        maze.reset();
        for (int step = 0; step < 5; step++) {
            maze.step(RIGHT);
        }
        assertEquals(1, maze.seen(0, 0));
        maze.step(UP);
        assertEquals(1, maze.seen(0, 1));
        maze.step(LEFT);
        assertEquals(1, maze.seen(0, 1));
        assertTrue(maze.step(DOWN).isTerminated());
        assertEquals(0, maze.seen(0, 1));
        assertTrue(maze.render().contains("step 8 of 8"), maze.render());
    }

    @Test
    void shouldKeepTheContract() {
        maze.assertKeepsTheContract();
        maze.assertAllocatesNothing();
        maze.assertHasAPreset();
        new EnvironmentTrial("tmaze-active", Map.of("T", "250"), 7).assertHasAPreset();
        EnvironmentTrial.assertRefuses("tmaze-active", "T", "0");
    }
}
