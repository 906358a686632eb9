package io.troupe.actor.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BreakoutTest {
    private static final int PADDLE = 0;
    private static final int BALL = 1;
    private static final int TRAIL = 2;
    private static final int BRICK = 3;

    private final Breakout breakout =
        new Breakout(MinAtarGame.Options.PUBLISHED.withoutSticking(), new SplittableRandom(4));
    private final MinAtarTrial trial = new MinAtarTrial(breakout, 4);

    private void clearBricks() {
        Arrays.fill(breakout.bricks, 0);
    }

    @Test
    void shouldBeginWithThreeRowsOfBricksAndTheBallInACornerByACoin() {
        int left = 0;
        for (int episode = 0; episode < 1_000; episode++) {
            trial.reset();
            boolean isLeft = trial.seen(BALL).equals("0,3");
            assertTrue(isLeft || trial.seen(BALL).equals("9,3"), trial.seen(BALL));
            assertEquals(trial.seen(BALL), trial.seen(TRAIL));
            assertEquals("4,9", trial.seen(PADDLE));
            for (int y = 0; y < 10; y++) {
                for (int x = 0; x < 10; x++) {
                    assertEquals(y >= 1 && y <= 3, trial.isSeen(BRICK, x, y));
                }
            }
            left += isLeft ? 1 : 0;
            trial.step(0);
            assertEquals(isLeft ? "1,4" : "8,4", trial.seen(BALL));
            assertEquals(isLeft ? "0,3" : "9,3", trial.seen(TRAIL));
        }
        assertEquals(500, left, 60);
    }

    @Test
    void shouldMoveThePaddleWithinTheScreen() {
        breakout.place(0, 4, 1, 1);
        trial.step(MinAtarGame.LEFT);
        assertEquals("3,9", trial.seen(PADDLE));
        for (int action : new int[] {MinAtarGame.UP, MinAtarGame.DOWN, MinAtarGame.FIRE}) {
            trial.step(action);
            assertEquals("3,9", trial.seen(PADDLE));
        }
        clearBricks();
        for (int i = 0; i < 12; i++) {
            breakout.place(5, 4, 1, -1);
            trial.step(MinAtarGame.LEFT);
        }
        assertEquals("0,9", trial.seen(PADDLE));
        for (int i = 0; i < 12; i++) {
            breakout.place(5, 4, 1, -1);
            trial.step(MinAtarGame.RIGHT);
        }
        assertEquals("9,9", trial.seen(PADDLE));
    }

    @Test
    void shouldThrowTheBallBackFromWallsAndCeiling() {
        clearBricks();
        breakout.place(9, 5, 1, 1);
        trial.step(0);
        assertEquals("9,6", trial.seen(BALL), "a wall holds it for a frame");
        trial.step(0);
        assertEquals("8,7", trial.seen(BALL));
        breakout.place(4, 0, -1, -1);
        trial.step(0);
        assertEquals("3,0", trial.seen(BALL), "so does the ceiling");
        trial.step(0);
        assertEquals("2,1", trial.seen(BALL));
    }

    @Test
    void shouldBreakABrickAndBeThrownBack() {
        breakout.place(4, 4, 1, -1);
        assertEquals(1, trial.step(0).reward());
        assertFalse(trial.isSeen(BRICK, 5, 3));
        assertEquals("5,4", trial.seen(BALL), "the row where it was, a column on");
        assertEquals(0, trial.step(0).reward());
        assertEquals("6,5", trial.seen(BALL));
    }

    @Test
    void shouldFlyThroughBricksInTheFramesAfterItBrokeOne() {
        breakout.place(4, 2, 1, -1);
        assertEquals(1, trial.step(0).reward());
        assertEquals("5,2", trial.seen(BALL), "thrown back downwards, among bricks");
        assertEquals(0, trial.step(0).reward());
        assertEquals("6,3", trial.seen(BALL));
        assertTrue(trial.isSeen(BRICK, 6, 3), "passed, not broken");
        trial.step(0);
        assertEquals("7,4", trial.seen(BALL), "out of the bricks");
        breakout.directionY = -1;
        assertEquals(1, trial.step(0).reward(), "it breaks again");
    }

    @Test
    void shouldReturnTheBallFromThePaddle() {
        clearBricks();
        breakout.bricks[1] = 1;
        breakout.paddle = 5;
        breakout.place(5, 8, 1, 1);
        assertFalse(trial.step(0).isEnd());
        assertEquals("6,8", trial.seen(BALL), "came down onto it: up, and on to the right");
        trial.step(0);
        assertEquals("7,7", trial.seen(BALL));
        breakout.place(4, 8, 1, 1);
        assertFalse(trial.step(0).isEnd());
        trial.step(0);
        assertEquals("4,7", trial.seen(BALL), "met its end: back to where it came from");
    }

    @Test
    void shouldEndWhenThePaddleIsMissed() {
        breakout.paddle = 7;
        breakout.place(4, 8, 1, 1);
        assertTrue(trial.step(0).isTerminated());
        assertEquals("5,9", trial.seen(BALL));
    }

    @Test
    void shouldCountThePaddlesMoveOfTheSameFrame() {
        breakout.paddle = 6;
        breakout.place(4, 8, 1, 1);
        assertFalse(trial.step(MinAtarGame.LEFT).isEnd());
    }

    @Test
    void shouldLayNewBricksAtTheFirstReturnAfterTheLastHasGone() {
        clearBricks();
        breakout.bricks[3] = 1 << 5;
        breakout.place(4, 4, 1, -1);
        assertEquals(1, trial.step(0).reward());
        assertEquals("", trial.seen(BRICK));
        breakout.paddle = 5;
        breakout.place(5, 7, 1, 1);
        trial.step(0);
        assertEquals("", trial.seen(BRICK));
        breakout.paddle = 6;
        trial.step(0);
        assertEquals(30, trial.seen(BRICK).split(" ").length);
    }

    @Test
    void shouldRepeatTheActionBeforeATenthOfTheTime() {
        Breakout sticky = new Breakout(MinAtarGame.Options.PUBLISHED, new SplittableRandom(5));
        MinAtarTrial stuck = new MinAtarTrial(sticky, 4);
        int repeated = 0;
        for (int i = 0; i < 10_000; i++) {
            sticky.place(5, 5, 1, -1);
            sticky.paddle = 5;
            stuck.step(MinAtarGame.RIGHT);
            stuck.step(MinAtarGame.RIGHT);
            sticky.place(5, 5, 1, -1);
            sticky.paddle = 5;
            stuck.step(MinAtarGame.LEFT);
            repeated += sticky.paddle == 6 ? 1 : 0;
        }
        // 10% repeat, and of what they repeat one in a hundred is itself the left of the turn before.
        assertEquals(990, repeated, 90);
    }

    @Test
    void shouldStickToNoneBeforeAnEpisodesFirstAction() {
        // Episode by a coin, then: repeated, twice.
        Breakout sticky = new Breakout(MinAtarGame.Options.PUBLISHED, MinAtarTrial.drawing(1, 0.05, 0.2, 0.05, 1, 0.05));
        MinAtarTrial stuck = new MinAtarTrial(sticky, 4);
        stuck.step(MinAtarGame.RIGHT);
        assertEquals(4, sticky.paddle, "none");
        stuck.step(MinAtarGame.RIGHT);
        assertEquals(5, sticky.paddle);
        stuck.step(MinAtarGame.LEFT);
        assertEquals(6, sticky.paddle, "right again");
        stuck.reset();
        stuck.step(MinAtarGame.RIGHT);
        assertEquals(4, sticky.paddle, "an episode's actions are forgotten");
    }

    @Test
    void shouldKeepTheContract() {
        MinAtarTrial.assertKeepsTheContract("minatar-breakout", 4, 3, false);
    }

    @Test
    void shouldTakeTheActionsThatItKnowsAlone() {
        Breakout few = new Breakout(new MinAtarGame.Options(100, 0, true, true), new SplittableRandom(4));
        MinAtarTrial played = new MinAtarTrial(few, 4);
        played.step(2);
        assertEquals(5, few.paddle, "none, left, right");
        played.step(1);
        assertEquals(4, few.paddle);
    }

    @Test
    void shouldDrawWithCharacters() {
        breakout.place(3, 4, 1, 1);
        trial.step(0);
        String[] lines = breakout.render().split("\n");
        assertEquals(11, lines.length);
        assertEquals("# # # # # # # # # #", lines[1]);
        assertEquals(". . . , . . . . . .", lines[4]);
        assertEquals(". . . . o . . . . .", lines[5]);
        assertEquals(". . . . = . . . . .", lines[9]);
        assertEquals("step 1   score 0", lines[10]);
    }
}
