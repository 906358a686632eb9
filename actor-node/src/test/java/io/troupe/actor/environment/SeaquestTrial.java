package io.troupe.actor.environment;

import java.util.SplittableRandom;

/** A game without sticky actions, and what its observation has where. */
abstract class SeaquestTrial {
    static final int LEFT = MinAtarGame.LEFT;
    static final int UP = MinAtarGame.UP;
    static final int RIGHT = MinAtarGame.RIGHT;
    static final int DOWN = MinAtarGame.DOWN;
    static final int FIRE = MinAtarGame.FIRE;
    static final int FRONT = 0;
    static final int BACK = 1;
    static final int BULLET = 2;
    static final int TRAIL = 3;
    static final int ENEMY_BULLET = 4;
    static final int FISH = 5;
    static final int SUBMARINE = 6;
    static final int AIR = 7;
    static final int ON_BOARD = 8;
    static final int DIVER = 9;
    static final int NEVER = 1_000_000;

    final Seaquest game = new Seaquest(MinAtarGame.Options.PUBLISHED.withoutSticking(), new SplittableRandom(4));
    final MinAtarTrial trial = new MinAtarTrial(game, 10);

    /** Nothing enters. */
    void stop() {
        game.spawnTimer = NEVER;
        game.diverSpawnTimer = NEVER;
    }

    void beginStopped() {
        trial.reset();
        stop();
    }
}
