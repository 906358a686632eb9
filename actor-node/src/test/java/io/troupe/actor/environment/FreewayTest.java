package io.troupe.actor.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.environment.StepOutcome;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FreewayTest {
    private static final int UP = MinAtarGame.UP;
    private static final int DOWN = MinAtarGame.DOWN;
    private static final int CHICKEN = 0;
    private static final int CAR = 1;

    private final Freeway freeway = new Freeway(MinAtarGame.Options.PUBLISHED.withoutSticking(), new SplittableRandom(4));
    private final MinAtarTrial trial = new MinAtarTrial(freeway, 7);

    /** No car comes near the chicken's column. */
    private void stopTheCars() {
        Arrays.fill(freeway.carX, 0);
        Arrays.fill(freeway.carTimer, 1_000);
    }

    @Test
    void shouldBeginAtTheBottomWithAllCarsAtTheLeft() {
        assertEquals("4,9", trial.seen(CHICKEN));
        assertEquals("0,1 0,2 0,3 0,4 0,5 0,6 0,7 0,8", trial.seen(CAR));
    }

    @Test
    void shouldDrawSpeedsAndDirectionsUniformly() {
        int[] counts = new int[11];
        for (int episode = 0; episode < 2_000; episode++) {
            trial.reset();
            for (int car = 0; car < Freeway.CARS; car++) {
                counts[5 + freeway.carSpeed[car]]++;
                assertEquals(Math.abs(freeway.carSpeed[car]), freeway.carTimer[car]);
            }
        }
        for (int speed = -5; speed <= 5; speed++) {
            assertEquals(speed == 0 ? 0 : 1_600, counts[5 + speed], 200, "speed " + speed);
        }
        assertEquals(0, counts[5]);
    }

    @Test
    void shouldMoveTheChickenEveryThirdFrame() {
        stopTheCars();
        int[] rows = new int[8];
        for (int i = 0; i < 8; i++) {
            trial.step(UP);
            rows[i] = freeway.row;
        }
        assertEquals("[9, 9, 9, 8, 8, 8, 7, 7]", Arrays.toString(rows));
        trial.step(DOWN);
        assertEquals(7, freeway.row, "too early");
        trial.step(DOWN);
        assertEquals("4,8", trial.seen(CHICKEN));
        trial.steps(10, 0);
        trial.step(DOWN);
        assertEquals(9, freeway.row, "whoever waited moves at once");
        trial.steps(10, DOWN);
        assertEquals(9, freeway.row, "no further");
        trial.steps(10, MinAtarGame.LEFT);
        assertEquals("4,9", trial.seen(CHICKEN), "it does not turn");
    }

    @Test
    void shouldPayForACrossingAndBeginAgainWithOtherSpeeds() {
        stopTheCars();
        Arrays.fill(freeway.carX, 7);
        freeway.row = 1;
        freeway.wait = 0;
        assertEquals(1, trial.step(UP).reward());
        assertEquals("4,9", trial.seen(CHICKEN));
        assertEquals("7,1 7,2 7,3 7,4 7,5 7,6 7,7 7,8", trial.seen(CAR), "the cars stay where they are");
        for (int car = 0; car < Freeway.CARS; car++) {
            assertEquals(Math.abs(freeway.carSpeed[car]) - 1, freeway.carTimer[car], "new speeds, a frame later");
        }
        assertEquals(0, trial.step(0).reward());
    }

    @Test
    void shouldDriveACarByACellEveryVPlusOneFramesAndRoundTheScreen() {
        for (int speed : new int[] {-5, -2, -1, 1, 3, 5}) {
            freeway.carX[2] = speed > 0 ? 8 : 1;
            freeway.carSpeed[2] = speed;
            freeway.carTimer[2] = Math.abs(speed);
            int[] expected = speed > 0 ? new int[] {8, 9, 0, 1} : new int[] {1, 0, 9, 8};
            for (int frame = 1; frame <= 3 * (Math.abs(speed) + 1); frame++) {
                trial.step(0);
                int x = expected[frame / (Math.abs(speed) + 1)];
                assertTrue(trial.isSeen(CAR, x, 3), speed + " after " + frame);
                int behind = (x - Integer.signum(speed) + 10) % 10;
                for (int v = 1; v <= 5; v++) {
                    assertEquals(v == Math.abs(speed), trial.isSeen(1 + v, behind, 3), "trail of " + speed);
                }
            }
        }
    }

    @Test
    void shouldSendTheChickenBackWhenACarHitsIt() {
        stopTheCars();
        freeway.row = 4;
        freeway.carX[3] = 3;
        freeway.carSpeed[3] = 2;
        freeway.carTimer[3] = 1;
        trial.step(0);
        assertEquals(4, freeway.row);
        StepOutcome outcome = trial.step(0);
        assertEquals("4,9", trial.seen(CHICKEN));
        assertEquals(0, outcome.reward());
        assertFalse(outcome.isEnd(), "nothing is lost but the way");
    }

    @Test
    void shouldSendTheChickenBackWhenItWalksIntoACar() {
        stopTheCars();
        freeway.row = 5;
        freeway.wait = 0;
        freeway.carX[3] = 4;
        trial.step(UP);
        assertEquals("4,9", trial.seen(CHICKEN));
    }

    @Test
    void shouldEndAfter2500FramesByBeingCut() {
        EnvironmentTrial whole = new EnvironmentTrial("minatar-freeway", Map.of(), 3).reset();
        for (int step = 1; step <= 2_500; step++) {
            StepOutcome outcome = whole.step(UP);
            assertEquals(step == 2_500, outcome.isTruncated());
            assertFalse(outcome.isTerminated());
        }
    }

    @Test
    void shouldKeepTheContract() {
        MinAtarTrial.assertKeepsTheContract("minatar-freeway", 7, 3, false);
    }

    @Test
    void shouldDrawWithCharacters() {
        stopTheCars();
        freeway.carX[0] = 2;
        freeway.carSpeed[0] = 3;
        trial.step(0);
        String[] lines = freeway.render().split("\n");
        assertEquals(". 3 = . . . . . . .", lines[1]);
        assertEquals(". . . . c . . . . .", lines[9]);
        assertEquals("step 1   score 0", lines[10]);
    }
}
