package io.troupe.actor.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Who enters, where it swims, what it shoots, and what meeting it costs. */
class SeaquestEnemiesTest extends SeaquestTrial {
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
}
