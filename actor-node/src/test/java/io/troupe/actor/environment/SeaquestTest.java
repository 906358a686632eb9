package io.troupe.actor.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The submarine that the player steers: its way, its shots, its air, its divers. */
class SeaquestTest extends SeaquestTrial {
    @Test
    void shouldBeginAtTheSurfaceWithAllItsAirAndLookToTheLeft() {
        assertEquals("5,0", trial.seen(FRONT));
        assertEquals("6,0", trial.seen(BACK));
        assertEquals("0,9 1,9 2,9 3,9 4,9 5,9 6,9 7,9 8,9 9,9", trial.seen(AIR));
        assertEquals("", trial.seen(ON_BOARD) + trial.seen(FISH) + trial.seen(SUBMARINE) + trial.seen(DIVER));
        stop();
        assertFalse(trial.step(0).isEnd(), "the beginning is no surfacing");
    }

    @Test
    void shouldSteerWithinRowsZeroToEightAndLookToWhereItWent() {
        stop();
        trial.step(RIGHT);
        assertEquals("6,0", trial.seen(FRONT));
        assertEquals("5,0", trial.seen(BACK));
        trial.step(DOWN);
        assertEquals("6,1", trial.seen(FRONT));
        assertEquals("5,1", trial.seen(BACK), "it looks to where it looked");
        trial.steps(12, DOWN);
        trial.steps(12, RIGHT);
        assertEquals("9,8", trial.seen(FRONT));
        trial.steps(12, LEFT);
        assertEquals("0,8", trial.seen(FRONT));
        assertEquals("1,8", trial.seen(BACK));
    }

    @Test
    void shouldShootEveryFifthFrameToWhereItLooks() {
        stop();
        trial.step(FIRE);
        assertEquals("4,0", trial.seen(BULLET));
        trial.steps(4, FIRE);
        assertEquals("0,0", trial.seen(BULLET), "cooling down");
        trial.step(FIRE);
        assertEquals("4,0", trial.seen(BULLET), "the first has left the screen");
        trial.step(RIGHT);
        trial.steps(4, 0);
        trial.step(FIRE);
        assertEquals("7,0", trial.seen(BULLET));
    }

    @Test
    void shouldTakeDiversOnBoardWhichAreWalkedIntoOrCome() {
        stop();
        game.divers.add(5, 1, 1, NEVER, 0);
        game.divers.add(4, 2, 1, 1, 0);
        trial.step(DOWN);
        assertEquals("8,9", trial.seen(ON_BOARD));
        assertEquals("4,2", trial.seen(DIVER));
        trial.step(DOWN);
        assertEquals("7,9 8,9", trial.seen(ON_BOARD));
        assertEquals("", trial.seen(DIVER));
    }

    @Test
    void shouldTakeNoMoreThanSixDivers() {
        stop();
        game.onBoard = 6;
        game.divers.add(5, 1, 1, NEVER, 0);
        trial.step(DOWN);
        assertEquals("5,1", trial.seen(DIVER));
        assertEquals("3,9 4,9 5,9 6,9 7,9 8,9", trial.seen(ON_BOARD));
    }

    @Test
    void shouldUseUpItsAirUnderWaterAndBeLostWithoutIt() {
        stop();
        trial.steps(30, 0);
        assertEquals(200, game.air, "not at the surface");
        trial.step(DOWN);
        assertEquals(199, game.air);
        assertEquals(9, trial.seen(AIR).split(" ").length);
        trial.steps(19, 0);
        assertEquals(180, game.air);
        assertEquals(9, trial.seen(AIR).split(" ").length);
        trial.step(0);
        assertEquals(8, trial.seen(AIR).split(" ").length);
        game.air = 0;
        assertFalse(trial.step(0).isEnd());
        assertTrue(trial.step(0).isTerminated());
    }

    private double surface(int onBoard, int air) {
        game.onBoard = onBoard;
        game.y = 1;
        trial.step(0);
        game.air = air;
        return trial.step(UP).reward();
    }

    @Test
    void shouldBeLostWhereItSurfacesWithoutDivers() {
        stop();
        trial.step(DOWN);
        assertTrue(trial.step(UP).isTerminated());
    }

    @Test
    void shouldFillUpItsAirForADiver() {
        stop();
        assertEquals(0, surface(3, 50));
        assertEquals(200, game.air);
        assertEquals("7,9 8,9", trial.seen(ON_BOARD));
        trial.step(0);
        assertEquals(2, game.onBoard, "once, not for every frame at the surface");
    }

    @Test
    void shouldPayForEachCellOfAirWhereSixDiversSurface() {
        stop();
        assertEquals(6, surface(6, 139));
        assertEquals(0, game.onBoard);
        assertEquals(200, game.air);
        assertEquals(0, surface(6, 19), "next to no air");
    }

    @Test
    void shouldGrowHarderWithEachSurfacing() {
        stop();
        int[] spawns = {19, 18, 17, 16, 15, 14, 13};
        int[] moves = {5, 4, 4, 3, 3, 2, 2};
        for (int i = 0; i < 7; i++) {
            surface(2, 100);
            assertEquals(spawns[i] + " " + moves[i], game.spawnInterval + " " + game.moveInterval);
        }
        for (int i = 0; i < 20; i++) {
            surface(2, 100);
        }
        assertEquals("1 2", game.spawnInterval + " " + game.moveInterval, "the end of it");
        trial.reset();
        assertEquals("20 5", game.spawnInterval + " " + game.moveInterval);
    }

    @Test
    void shouldStayAsItIsWithoutRamping() {
        Seaquest even = new Seaquest(new MinAtarGame.Options(1_000, 0, false, false), new SplittableRandom(4));
        MinAtarTrial played = new MinAtarTrial(even, 10);
        for (int i = 0; i < 3; i++) {
            even.onBoard = 2;
            played.step(DOWN);
            played.step(UP);
        }
        assertEquals("20 5", even.spawnInterval + " " + even.moveInterval);
    }

    @Test
    void shouldKeepTheContract() {
        MinAtarTrial.assertKeepsTheContract("minatar-seaquest", 10, 6, true);
    }

    @Test
    void shouldDrawWithCharacters() {
        stop();
        game.fish.add(3, 4, 1, NEVER, 0);
        game.divers.add(7, 6, -1, NEVER, 0);
        game.onBoard = 1;
        trial.step(FIRE);
        String[] lines = game.render().split("\n");
        assertEquals(". . . . * @ o . . .", lines[0]);
        assertEquals(". . - f . . . . . .", lines[4]);
        assertEquals(". . . . . . . % - .", lines[6]);
        assertEquals("a a a a a a a a a a", lines[9]);
        assertEquals("step 1   score 0   air 200   divers 1", lines[10]);
    }
}
