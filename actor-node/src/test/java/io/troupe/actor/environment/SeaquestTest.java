package io.troupe.actor.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SeaquestTest {
    private static final int LEFT = MinAtarGame.LEFT;
    private static final int UP = MinAtarGame.UP;
    private static final int RIGHT = MinAtarGame.RIGHT;
    private static final int DOWN = MinAtarGame.DOWN;
    private static final int FIRE = MinAtarGame.FIRE;
    private static final int FRONT = 0;
    private static final int BACK = 1;
    private static final int BULLET = 2;
    private static final int TRAIL = 3;
    private static final int ENEMY_BULLET = 4;
    private static final int FISH = 5;
    private static final int SUBMARINE = 6;
    private static final int AIR = 7;
    private static final int ON_BOARD = 8;
    private static final int DIVER = 9;
    private static final int NEVER = 1_000_000;

    private final Seaquest game = new Seaquest(MinAtarGame.Options.PUBLISHED.withoutSticking(), new SplittableRandom(4));
    private final MinAtarTrial trial = new MinAtarTrial(game, 10);

    /** Nothing enters. */
    private void stop() {
        game.spawnTimer = NEVER;
        game.diverSpawnTimer = NEVER;
    }

    private void beginStopped() {
        trial.reset();
        stop();
    }

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
    void shouldPayForFishAndSubmarinesThatAreHit() {
        stop();
        game.fish.add(3, 0, -1, NEVER, 0);
        game.submarines.add(2, 0, -1, NEVER, NEVER);
        game.divers.add(4, 0, -1, NEVER, 0);
        assertEquals(0, trial.step(FIRE).reward(), "divers are not hit");
        assertEquals(1, trial.step(0).reward());
        assertEquals("", trial.seen(FISH) + trial.seen(BULLET));
        trial.steps(3, 0);
        assertEquals(1, trial.steps(3, FIRE));
        assertEquals("", trial.seen(SUBMARINE) + trial.seen(BULLET));
        assertEquals("4,0", trial.seen(DIVER));
    }

    @Test
    void shouldLetAnEnemyEnterEveryTwentyFramesAndADiverEveryThirty() {
        int enemies = 0;
        int divers = 0;
        for (int episode = 0; episode < 40; episode++) {
            trial.reset();
            trial.steps(20, 0);
            assertEquals("", trial.seen(FISH) + trial.seen(SUBMARINE));
            trial.step(0);
            enemies += game.fish.count() + game.submarines.count();
            trial.steps(9, 0);
            assertEquals("", trial.seen(DIVER));
            trial.step(0);
            divers += game.divers.count();
            assertEquals(1, game.fish.count() + game.submarines.count());
            trial.steps(10, 0);
            assertTrue(game.fish.count() + game.submarines.count() <= 2);
        }
        assertEquals(40, enemies);
        assertEquals(40, divers);
    }

    @Test
    void shouldDrawSideRowAndKindOfAnEnemy() {
        int[] rows = new int[9];
        int left = 0;
        int submarines = 0;
        for (int i = 0; i < 6_000; i++) {
            beginStopped();
            game.spawnTimer = 0;
            trial.step(0);
            boolean isFish = game.fish.count() == 1;
            Swimmers entered = isFish ? game.fish : game.submarines;
            assertEquals(1, game.fish.count() + game.submarines.count());
            assertEquals(entered.direction(0) > 0 ? 0 : 9, entered.x(0));
            assertEquals(entered.x(0) + "," + entered.y(0), trial.seen(isFish ? FISH : SUBMARINE));
            rows[entered.y(0)]++;
            left += entered.x(0) == 0 ? 1 : 0;
            submarines += isFish ? 0 : 1;
        }
        assertEquals(3_000, left, 150);
        assertEquals(2_000, submarines, 150);
        for (int row = 0; row <= 8; row++) {
            assertEquals(row == 0 ? 0 : 750, rows[row], 110);
        }
    }

    @Test
    void shouldLetNobodyEnterAgainstWhoIsInTheRow() {
        int entered = 0;
        for (int i = 0; i < 2_000; i++) {
            beginStopped();
            for (int row = 1; row <= 8; row++) {
                (row % 2 == 0 ? game.fish : game.submarines).add(3, row, 1, NEVER, NEVER);
            }
            game.spawnTimer = 0;
            trial.step(0);
            int count = game.fish.count() + game.submarines.count();
            entered += count - 8;
            assertTrue(count == 8 || !(trial.seen(FISH) + trial.seen(SUBMARINE)).contains("9,"), "not from the right");
        }
        assertEquals(1_000, entered, 100);
    }

    @Test
    void shouldMoveEnemiesAndDiversEverySixthFrameAndLoseThemBehindTheSide() {
        stop();
        game.fish.add(7, 3, 1, 5, 0);
        game.submarines.add(2, 4, -1, 5, NEVER);
        game.divers.add(1, 5, -1, 5, 0);
        trial.steps(5, 0);
        assertEquals("7,3", trial.seen(FISH));
        trial.step(0);
        assertEquals("8,3", trial.seen(FISH));
        assertEquals("1,4", trial.seen(SUBMARINE));
        assertEquals("0,5", trial.seen(DIVER));
        assertEquals("7,3 2,4 1,5", trial.seen(TRAIL));
        trial.steps(12, 0);
        assertEquals("", trial.seen(FISH) + trial.seen(SUBMARINE) + trial.seen(DIVER) + trial.seen(TRAIL));
    }

    @Test
    void shouldLetSubmarinesShootEveryEleventhFrame() {
        stop();
        game.submarines.add(2, 4, 1, NEVER, 10);
        game.fish.add(2, 5, 1, NEVER, 0);
        trial.steps(10, 0);
        assertEquals("", trial.seen(ENEMY_BULLET));
        trial.step(0);
        assertEquals("3,4", trial.seen(ENEMY_BULLET), "it flies at once");
        trial.step(0);
        assertEquals("4,4", trial.seen(ENEMY_BULLET), "a cell a frame");
        trial.steps(9, 0);
        assertEquals("", trial.seen(ENEMY_BULLET), "and has left; fish do not shoot");
        trial.step(0);
        assertEquals("3,4", trial.seen(ENEMY_BULLET));
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
    void shouldBeLostToFishSubmarinesAndBulletsThatAreWalkedIntoOrCome() {
        for (int kind = 0; kind < 3; kind++) {
            beginStopped();
            enemies(kind).add(5, 1, 1, NEVER, NEVER);
            assertTrue(trial.step(DOWN).isTerminated(), "walked into " + kind);
            beginStopped();
            trial.step(DOWN);
            enemies(kind).add(4, 1, 1, kind == 2 ? 0 : 1, NEVER);
            assertEquals(kind == 2, trial.step(0).isTerminated(), "a bullet is there at once");
            assertTrue(kind == 2 || trial.step(0).isTerminated(), "came " + kind);
        }
    }

    private Swimmers enemies(int kind) {
        return kind == 0 ? game.fish : kind == 1 ? game.submarines : game.enemyBullets;
    }

    @Test
    void shouldHaveRoomForAllThatCanBeThere() {
        // The surface is out of their reach: they come as often as can be, as slowly as can be.
        game.spawnInterval = 1;
        int most = 0;
        for (int i = 0; i < 20_000; i++) {
            game.air = 200;
            trial.step(0);
            most = Math.max(most, Math.max(game.submarines.count(), Math.max(game.fish.count(), game.enemyBullets.count())));
            if (game.spawnTimer > 1) {
                game.spawnTimer = 0;
            }
        }
        assertTrue(most > 20 && most < Swimmers.CAPACITY, "at most " + most);
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
