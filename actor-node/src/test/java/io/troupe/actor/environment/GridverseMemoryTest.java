package io.troupe.actor.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.environment.StepOutcome;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GridverseMemoryTest {
    private static final int FORWARD = 0;
    private static final int BACKWARD = 1;
    private static final int LEFT = 2;
    private static final int RIGHT = 3;
    private static final int TURN_LEFT = 4;
    private static final int TURN_RIGHT = 5;

    private final EnvironmentTrial trial = new EnvironmentTrial("gridverse-memory", Map.of(), 7);

    @Test
    void shouldSeeTwoRowsOfThreeCells() {
        trial.reset();
        // In the middle of the corridor, looking up: floor ahead to all sides in the passage, walls beside it.
        assertSeen(1, 1, 1, 0, 1, 0);
        trial.step(TURN_RIGHT);
        assertSeen(1, 0, 1, 1, 1, 1);
        trial.step(TURN_LEFT);
        trial.step(TURN_LEFT);
        assertSeen(1, 0, 1, 1, 1, 1);
        trial.step(FORWARD);
        assertSeen(1, 0, 1, 1, 1, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 7, 9})
    void shouldBeWorthFiveLessTheWayToWhoLooksAtABeacon(int size) {
        EnvironmentTrial grid = new EnvironmentTrial("gridverse-memory", Map.of("size", String.valueOf(size)), 3);
        int half = size / 2;
        int good = 0;
        for (int episode = 0; episode < 100; episode++) {
            grid.reset();
            int steps = 0;
            // Down to the lower passage without turning, then to where the beacon on the left lies beside the agent.
            for (; steps < half - 1; steps++) {
                grid.step(BACKWARD);
            }
            for (int step = 0; step < half - 2; step++, steps++) {
                grid.step(LEFT);
            }
            int beacon = (int) grid.seen(0, 3);
            assertTrue(beacon >= 6 && beacon <= 9);
            for (int step = 0; step < half - 2; step++, steps++) {
                grid.step(RIGHT);
            }
            for (int step = 0; step < size - 3; step++, steps++) {
                grid.step(FORWARD);
            }
            for (int step = 0; step < half - 2; step++, steps++) {
                grid.step(LEFT);
            }
            int left = (int) grid.seen(0, 3);
            assertTrue(left >= 2 && left <= 5);
            StepOutcome outcome;
            if (episode % 2 == 0 || left == beacon - 4) {
                outcome = grid.step(LEFT);
                assertEquals(left == beacon - 4 ? 4.95f : -5.05f, outcome.reward(), 1e-6);
                assertTrue(outcome.isTerminated());
            } else {
                for (int step = 0; step < size - 5; step++) {
                    assertEquals(-0.05f, grid.step(RIGHT).reward());
                }
                assertNotEquals(left, (int) grid.seen(0, 5));
                assertEquals(beacon - 4, (int) grid.seen(0, 5));
                outcome = grid.step(RIGHT);
                assertEquals(4.95f, outcome.reward(), 1e-6);
            }
            good += left == beacon - 4 ? 1 : 0;
        }
        assertTrue(good > 30 && good < 70, good + " of 100");
    }

    @Test
    void shouldKeepTheContract() {
        trial.assertKeepsTheContract();
        trial.assertAllocatesNothing();
        trial.assertHasAPreset();
        EnvironmentTrial.assertRefuses("gridverse-memory", "size", "6");
        EnvironmentTrial.assertRefuses("gridverse-memory", "size", "3");
        EnvironmentTrial.assertRefuses("gridverse-memory", "max-episode-steps", "0");
        trial.reset();
        for (int step = 1; step <= 250; step++) {
            assertEquals(step == 250, trial.step(TURN_LEFT).isTruncated());
        }
        assertTrue(trial.reset().render().matches("#####\n#[A-D] [A-D]#\n##\\^##\n#([a-d]) \\1#\n#####\nstep 0 of 250"),
            trial.render());
    }

    private void assertSeen(int... cells) {
        for (int at = 0; at < cells.length; at++) {
            int seen = (int) trial.seen(0, at);
            // An exit's or a beacon's colour goes by luck.
            assertEquals(cells[at], seen > 1 ? 1 : seen, "cell " + at);
        }
    }
}
