package io.troupe.actor.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SpaceInvadersTest {
    private static final int LEFT = MinAtarGame.LEFT;
    private static final int RIGHT = MinAtarGame.RIGHT;
    private static final int FIRE = MinAtarGame.FIRE;
    private static final int CANNON = 0;
    private static final int ALIEN = 1;
    private static final int ALIEN_LEFT = 2;
    private static final int ALIEN_RIGHT = 3;
    private static final int BULLET = 4;
    private static final int ALIEN_BULLET = 5;

    private final SpaceInvaders game =
        new SpaceInvaders(MinAtarGame.Options.PUBLISHED.withoutSticking(), new SplittableRandom(4));
    private final MinAtarTrial trial = new MinAtarTrial(game, 6);

    /** One alien that neither moves nor shoots, unless it is told to. */
    private void only(int x, int y) {
        Arrays.fill(game.aliens, 0);
        game.aliens[y] = 1 << x;
        game.moveTimer = 1_000;
        game.alienShotTimer = 1_000;
    }

    @Test
    void shouldBeginWithABlockOfFourTimesSixThatMarchesToTheLeft() {
        assertEquals("5,9", trial.seen(CANNON));
        for (int y = 0; y < 10; y++) {
            for (int x = 0; x < 10; x++) {
                assertEquals(y < 4 && x >= 2 && x <= 7, trial.isSeen(ALIEN, x, y));
            }
        }
        assertEquals(trial.seen(ALIEN), trial.seen(ALIEN_LEFT));
        assertEquals("", trial.seen(ALIEN_RIGHT) + trial.seen(BULLET) + trial.seen(ALIEN_BULLET));
    }

    @Test
    void shouldMoveTheCannonWithinTheScreen() {
        only(0, 0);
        trial.step(LEFT);
        assertEquals("4,9", trial.seen(CANNON));
        trial.steps(10, LEFT);
        assertEquals("0,9", trial.seen(CANNON));
        trial.steps(3, MinAtarGame.UP);
        trial.steps(11, RIGHT);
        assertEquals("9,9", trial.seen(CANNON));
    }

    @Test
    void shouldShootEveryFifthFrame() {
        only(0, 0);
        trial.step(FIRE);
        assertEquals("5,8", trial.seen(BULLET), "it flies at once");
        trial.steps(4, FIRE);
        assertEquals("5,4", trial.seen(BULLET), "cooling down");
        trial.step(FIRE);
        assertEquals("5,3 5,8", trial.seen(BULLET));
        trial.steps(4, 0);
        assertEquals("5,4", trial.seen(BULLET), "the first has left the screen");
    }

    @Test
    void shouldPayForAnAlienThatIsHit() {
        only(5, 6);
        game.aliens[6] |= 1 << 1;
        assertEquals(0, trial.step(FIRE).reward());
        assertEquals(0, trial.step(0).reward());
        assertEquals(1, trial.step(0).reward());
        assertEquals("1,6", trial.seen(ALIEN));
        assertEquals("", trial.seen(BULLET));
    }

    @Test
    void shouldMarchWhenTheTimerHasRunOut() {
        game.alienShotTimer = 1_000;
        trial.steps(12, 0);
        assertTrue(trial.isSeen(ALIEN, 7, 0));
        trial.step(0);
        assertFalse(trial.isSeen(ALIEN, 7, 0), "after 12 frames, a cell to the left");
        assertTrue(trial.isSeen(ALIEN, 1, 0));
        trial.steps(11, 0);
        assertFalse(trial.isSeen(ALIEN, 0, 0));
        trial.step(0);
        assertTrue(trial.isSeen(ALIEN, 0, 0), "then every 12");
    }

    @Test
    void shouldMarchFasterTheFewerTheyAre() {
        only(9, 0);
        game.aliens[0] |= 0b11000_00000;
        game.moveTimer = 0;
        trial.step(0);
        assertEquals("7,0 8,0", trial.seen(ALIEN));
        trial.step(0);
        assertEquals("7,0 8,0", trial.seen(ALIEN));
        trial.step(0);
        assertEquals("6,0 7,0", trial.seen(ALIEN), "two of them: every second frame");
    }

    @Test
    void shouldComeDownAndTurnAtTheSide() {
        only(0, 2);
        game.moveTimer = 0;
        trial.step(0);
        assertEquals("0,3", trial.seen(ALIEN));
        assertEquals("0,3", trial.seen(ALIEN_RIGHT));
        assertEquals("", trial.seen(ALIEN_LEFT));
        game.moveTimer = 0;
        trial.step(0);
        assertEquals("1,3", trial.seen(ALIEN));
        only(9, 3);
        game.moveTimer = 0;
        trial.step(0);
        assertEquals("9,4", trial.seen(ALIEN_LEFT), "so at the other side");
    }

    @Test
    void shouldShootBackEveryTenFramesFromTheLowestOfTheNearestColumn() {
        game.moveTimer = 1_000;
        trial.steps(10, 0);
        assertEquals("", trial.seen(ALIEN_BULLET));
        trial.step(LEFT);
        assertEquals("4,3", trial.seen(ALIEN_BULLET), "in the column where the cannon has come to");
        trial.steps(9, RIGHT);
        assertEquals("", trial.seen(ALIEN_BULLET), "it flew a cell a frame and left the screen");
        trial.step(0);
        assertEquals("7,3", trial.seen(ALIEN_BULLET), "the nearest to the corner");
    }

    @Test
    void shouldPreferTheLeftOfTwoColumnsThatAreEquallyNear() {
        only(3, 2);
        game.aliens[4] = 1 << 7;
        game.alienShotTimer = 0;
        trial.step(0);
        assertEquals("3,2", trial.seen(ALIEN_BULLET));
        game.alienShotTimer = 0;
        trial.step(RIGHT);
        assertEquals("3,3 7,4", trial.seen(ALIEN_BULLET));
    }

    @Test
    void shouldBeLostToABullet() {
        only(0, 0);
        game.alienBullets[7] = 1 << 5;
        assertFalse(trial.step(0).isEnd());
        assertTrue(trial.step(0).isTerminated());
    }

    @Test
    void shouldOutrunABullet() {
        only(0, 0);
        game.alienBullets[8] = 1 << 5;
        assertFalse(trial.step(LEFT).isEnd());
        assertFalse(trial.step(RIGHT).isEnd(), "it has passed");
    }

    @Test
    void shouldBeLostToAnAlienThatComesToTheCannon() {
        only(6, 9);
        game.moveTimer = 0;
        assertTrue(trial.step(0).isTerminated(), "marching");
        trial.reset();
        only(6, 9);
        assertTrue(trial.step(RIGHT).isTerminated(), "walked into");
    }

    @Test
    void shouldBeLostWhereTheyCannotComeDownFurther() {
        only(0, 9);
        game.aliens[3] = 1 << 8;
        assertFalse(trial.step(0).isEnd());
        game.moveTimer = 0;
        assertTrue(trial.step(0).isTerminated());
    }

    @Test
    void shouldSendFasterWavesDownToAnIntervalOfSix() {
        int[] intervals = new int[9];
        for (int wave = 0; wave < 9; wave++) {
            shootTheLastOne();
            intervals[wave] = game.interval;
            assertEquals(24, trial.seen(ALIEN).split(" ").length, "a new wave");
            assertTrue(trial.isSeen(ALIEN, 2, 0));
        }
        assertEquals("[11, 10, 9, 8, 7, 6, 6, 6, 6]", Arrays.toString(intervals));
        game.moveTimer = 0;
        game.alienShotTimer = 1_000;
        trial.step(0);
        trial.steps(5, 0);
        assertTrue(trial.isSeen(ALIEN, 1, 0));
        trial.step(0);
        assertTrue(trial.isSeen(ALIEN, 0, 0), "every sixth frame");
    }

    private void shootTheLastOne() {
        only(5, 4);
        game.bullets[5] = 1 << 5;
        assertEquals(1, trial.step(0).reward());
    }

    @Test
    void shouldSendWavesOfOneSpeedWithoutRamping() {
        SpaceInvaders even = new SpaceInvaders(new MinAtarGame.Options(1_000, 0, false, false), new SplittableRandom(4));
        MinAtarTrial played = new MinAtarTrial(even, 6);
        Arrays.fill(even.aliens, 0);
        even.aliens[4] = even.bullets[5] = 1 << 5;
        assertEquals(1, played.step(0).reward());
        assertEquals(12, even.interval);
        assertEquals(24, played.seen(ALIEN).split(" ").length);
    }

    @Test
    void shouldKeepTheContract() {
        MinAtarTrial.assertKeepsTheContract("minatar-space-invaders", 6, 4, true);
    }

    @Test
    void shouldDrawWithCharacters() {
        trial.step(FIRE);
        String[] lines = game.render().split("\n");
        assertEquals(". . M M M M M M . .", lines[3]);
        assertEquals(". . . . . | . . . .", lines[8]);
        assertEquals(". . . . . ^ . . . .", lines[9]);
        assertEquals("step 1   score 0   24 aliens, to the left", lines[10]);
    }
}
