package io.troupe.actor.environment;

import static io.troupe.actor.environment.HeavenHell.DOWN;
import static io.troupe.actor.environment.HeavenHell.LEFT;
import static io.troupe.actor.environment.HeavenHell.RIGHT;
import static io.troupe.actor.environment.HeavenHell.UP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.environment.StepOutcome;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeavenHellTest {
    private static final int[] TO_THE_PRIEST = {DOWN, RIGHT, RIGHT, RIGHT};
    private static final int[] BACK = {LEFT, LEFT, LEFT, UP, UP, UP, UP};

    private final EnvironmentTrial trial = new EnvironmentTrial("heaven-hell", Map.of(), 7);

    @Test
    void shouldNumberTheCells() {
        trial.reset();
        walk(0, new int[] {UP, UP, UP, LEFT, LEFT, RIGHT, RIGHT, RIGHT, RIGHT},
            new int[] {1, 2, 3, 4, 5, 4, 3, 7, 8});
        trial.reset();
        walk(0, new int[] {LEFT, RIGHT, DOWN, DOWN, LEFT, RIGHT, UP, RIGHT, LEFT},
            new int[] {0, 0, 10, 10, 10, 11, 11, 12, 11});
    }

    @Test
    void shouldLearnFromThePriestWhereHeavenIs() {
        int left = 0;
        for (int episode = 0; episode < 200; episode++) {
            trial.reset();
            for (int action : TO_THE_PRIEST) {
                assertEquals(0, trial.step(action).reward());
            }
            int told = cell();
            assertTrue(told == 13 || told == 14);
            left += told == 13 ? 1 : 0;
            for (int action : BACK) {
                trial.step(action);
            }
            assertEquals(3, cell());
            for (int step = 0; step < 3; step++) {
                assertTrue(!trial.step(told == 13 ? LEFT : RIGHT).isEnd());
            }
            assertEquals(told == 13 ? 6 : 9, cell());
            StepOutcome last = trial.step(UP);
            assertEquals(1, last.reward());
            assertTrue(last.isTerminated());
        }
        assertTrue(left > 70 && left < 130, "heaven was left " + left + " times of 200");
    }

    @Test
    void shouldBeWorthNothingToWhoGuesses() {
        assertEquals(0, trial.mean(2_000, step -> step < 3 ? UP : LEFT), 0.1);
        trial.reset();
        for (int step = 1; step <= 100; step++) {
            assertEquals(step == 100, trial.step(UP).isTruncated());
        }
    }

    @Test
    void shouldKeepTheContract() {
        trial.assertKeepsTheContract();
        trial.assertAllocatesNothing();
        trial.assertHasAPreset();
        EnvironmentTrial.assertRefuses("heaven-hell", "max-episode-steps", "0");
        trial.reset();
        assertTrue(trial.render().matches("(?s)[HX]\\.{5}[HX]\n.*   @   \n   \\.{3}P\nstep 0 of 100"), trial.render());
    }

    private void walk(int from, int[] actions, int[] cells) {
        assertEquals(from, cell());
        for (int step = 0; step < actions.length; step++) {
            trial.step(actions[step]);
            assertEquals(cells[step], cell(), "after step " + step);
        }
    }

    private int cell() {
        int found = -1;
        for (int each = 0; each < 15; each++) {
            if (trial.seen(0, each) == 1) {
                assertEquals(-1, found);
                found = each;
            }
        }
        return found;
    }
}
