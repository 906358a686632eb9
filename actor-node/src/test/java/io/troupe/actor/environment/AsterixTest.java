package io.troupe.actor.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AsterixTest {
    private static final int LEFT = MinAtarGame.LEFT;
    private static final int UP = MinAtarGame.UP;
    private static final int RIGHT = MinAtarGame.RIGHT;
    private static final int DOWN = MinAtarGame.DOWN;
    private static final int PLAYER = 0;
    private static final int ENEMY = 1;
    private static final int TRAIL = 2;
    private static final int GOLD = 3;

    private final Asterix asterix = new Asterix(MinAtarGame.Options.PUBLISHED.withoutSticking(), new SplittableRandom(4));
    private final MinAtarTrial trial = new MinAtarTrial(asterix, 4);

    /** Nothing enters, and nothing moves. */
    private void stop() {
        asterix.spawnTimer = 1_000_000;
        asterix.moveTimer = 1_000_000;
    }

    @Test
    void shouldMoveThePlayerWithinRowsOneToEight() {
        stop();
        assertEquals("5,5", trial.seen(PLAYER));
        trial.step(LEFT);
        assertEquals("4,5", trial.seen(PLAYER));
        trial.step(UP);
        assertEquals("4,4", trial.seen(PLAYER));
        trial.steps(12, UP);
        trial.steps(12, LEFT);
        assertEquals("0,1", trial.seen(PLAYER));
        trial.steps(12, DOWN);
        trial.steps(12, RIGHT);
        trial.step(MinAtarGame.FIRE);
        assertEquals("9,8", trial.seen(PLAYER));
    }

    @Test
    void shouldLetSomethingEnterEveryTenFrames() {
        asterix.moveTimer = 1_000_000;
        trial.steps(10, 0);
        assertEquals("", trial.seen(ENEMY) + trial.seen(GOLD));
        trial.step(0);
        assertEquals(1, things());
        trial.steps(9, 0);
        assertEquals(1, things());
        trial.step(0);
        assertEquals(2, things());
        asterix.playerX = 5;
        trial.steps(200, 0);
        assertEquals(8, things(), "one in each row; then there is no room");
    }

    private int things() {
        return (int) Arrays.stream(asterix.directions).filter(direction -> direction != 0).count();
    }

    @Test
    void shouldEnterAtEitherSideInAnyEmptyRowGoldOneTimeInThree() {
        stop();
        int gold = 0;
        int left = 0;
        int[] rows = new int[8];
        for (int i = 0; i < 6_000; i++) {
            trial.reset();
            stop();
            asterix.place(2, 5, 1, true);
            asterix.spawnTimer = 0;
            trial.step(0);
            for (int row = 0; row < 8; row++) {
                if (row != 2 && asterix.directions[row] != 0) {
                    rows[row]++;
                    gold += asterix.isGold[row] ? 1 : 0;
                    left += asterix.columns[row] == 0 ? 1 : 0;
                    assertEquals(asterix.columns[row] == 0 ? 1 : -1, asterix.directions[row]);
                    assertTrue(asterix.columns[row] == 0 || asterix.columns[row] == 9);
                    String there = asterix.columns[row] + "," + (row + 1);
                    assertTrue(trial.seen(asterix.isGold[row] ? GOLD : ENEMY).contains(there), there);
                }
            }
        }
        assertEquals(2_000, gold, 150);
        assertEquals(3_000, left, 150);
        for (int row = 0; row < 8; row++) {
            assertEquals(row == 2 ? 0 : 857, rows[row], 120);
        }
    }

    @Test
    void shouldMoveWhatIsThereEveryFiveFramesAndLoseItBehindTheSide() {
        stop();
        asterix.place(0, 8, 1, true);
        asterix.place(1, 1, -1, false);
        asterix.moveTimer = 5;
        trial.steps(5, 0);
        assertEquals("8,1", trial.seen(GOLD));
        trial.step(0);
        assertEquals("9,1", trial.seen(GOLD));
        assertEquals("0,2", trial.seen(ENEMY));
        assertEquals("8,1 1,2", trial.seen(TRAIL));
        trial.steps(4, 0);
        assertEquals("9,1", trial.seen(GOLD));
        trial.step(0);
        assertEquals("", trial.seen(GOLD) + trial.seen(ENEMY) + trial.seen(TRAIL));
        assertEquals(0, things());
    }

    @Test
    void shouldHaveNoTrailBehindTheSide() {
        stop();
        asterix.place(0, 0, 1, false);
        asterix.place(1, 9, -1, false);
        trial.step(0);
        assertEquals("0,1 9,2", trial.seen(ENEMY));
        assertEquals("", trial.seen(TRAIL));
    }

    @Test
    void shouldPayForGoldThatIsWalkedIntoOrComes() {
        stop();
        asterix.place(4, 6, -1, true);
        asterix.place(3, 7, -1, true);
        assertEquals(1, trial.step(RIGHT).reward());
        assertEquals("7,4", trial.seen(GOLD));
        assertEquals(0, trial.step(UP).reward());
        asterix.moveTimer = 0;
        assertEquals(1, trial.step(0).reward());
        assertEquals("", trial.seen(GOLD));
        assertFalse(trial.step(0).isEnd());
    }

    @Test
    void shouldBeLostToAnEnemyThatIsWalkedIntoOrComes() {
        stop();
        asterix.place(4, 6, 1, false);
        assertTrue(trial.step(RIGHT).isTerminated());
        trial.reset();
        stop();
        asterix.place(4, 4, 1, false);
        assertFalse(trial.step(0).isEnd());
        asterix.moveTimer = 0;
        assertTrue(trial.step(0).isTerminated());
    }

    @Test
    void shouldGrowHarderEvery102Frames() {
        stop();
        trial.steps(101, 0);
        assertEquals("10 5", intervals(asterix));
        trial.step(0);
        assertEquals("9 5", intervals(asterix), "more of them");
        trial.steps(102, 0);
        assertEquals("8 4", intervals(asterix), "and every second time faster ones");
        trial.steps(102, 0);
        assertEquals("7 4", intervals(asterix));
        trial.steps(102 * 5, 0);
        assertEquals("2 1", intervals(asterix));
        trial.steps(102 * 20, 0);
        assertEquals("1 1", intervals(asterix), "the end of it");
        trial.reset();
        assertEquals("10 5", intervals(asterix));
    }

    @Test
    void shouldTakeUpNewIntervalsWhenTheTimersHaveRunOut() {
        stop();
        asterix.spawnInterval = 3;
        asterix.moveInterval = 2;
        asterix.spawnTimer = 0;
        asterix.moveTimer = 0;
        trial.step(0);
        assertEquals(2, asterix.spawnTimer);
        assertEquals(1, asterix.moveTimer);
    }

    @Test
    void shouldStayAsItIsWithoutRamping() {
        Asterix even = new Asterix(new MinAtarGame.Options(100_000, 0, false, false), new SplittableRandom(4));
        MinAtarTrial played = new MinAtarTrial(even, 4);
        even.spawnTimer = 1_000_000;
        played.steps(1_000, 0);
        assertEquals("10 5", intervals(even));
    }

    private static String intervals(Asterix game) {
        return game.spawnInterval + " " + game.moveInterval;
    }

    @Test
    void shouldKeepTheContract() {
        MinAtarTrial.assertKeepsTheContract("minatar-asterix", 4, 5, true);
    }

    @Test
    void shouldDrawWithCharacters() {
        stop();
        asterix.place(2, 7, 1, true);
        asterix.place(3, 2, -1, false);
        trial.step(0);
        String[] lines = asterix.render().split("\n");
        assertEquals(". . . . . . - $ . .", lines[3]);
        assertEquals(". . x - . . . . . .", lines[4]);
        assertEquals(". . . . . @ . . . .", lines[5]);
        assertEquals("step 1   score 0   one in 10 frames, moves every 5", lines[10]);
    }
}
