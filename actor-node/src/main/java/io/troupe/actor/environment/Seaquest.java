package io.troupe.actor.environment;

import java.util.random.RandomGenerator;

/**
 * MinAtar's Seaquest: a submarine shoots fish and enemy submarines, takes divers on board, and has to surface for air.
 * After Young and Tian 2019, as {@link MinAtarGame}.
 *
 * <p>The submarine moves by a cell a frame within the rows 0 … 8, row 0 being the surface, looks into the direction of
 * its last move to a side, and can shoot every fifth frame into that. Enemies enter at either side by a coin, in a row 1
 * … 8 that is drawn, each time that their timer has run out (20 frames at first), one in three a submarine, the others
 * fish; where something of them moves against them in that row, nothing enters. They move by a cell every six frames at
 * first, submarines shoot every eleven. Divers enter every 30 frames and move every six. Bullets fly a cell a frame. An
 * enemy that is hit pays 1 and is gone. A diver in the submarine's cell comes on board, where there are fewer than six.
 *
 * <p>Air lasts for 200 frames under water. Surfacing fills it up: with six divers on board, all leave, which pays 1 for
 * each cell of the air's bar; with fewer, one leaves; without any, the game is lost. With ramping, each time enemies come
 * a frame sooner, down to 1, and every second time they also move sooner, down to every third frame. The game is lost, too,
 * where an enemy or a bullet of theirs is in the submarine's cell, and when the air has run out.
 *
 * <p>Channels: the submarine's front, its back, its bullets, trail (the cell behind fish, enemy submarines and divers),
 * enemy bullets, fish, enemy submarines, air (a tenth of it a cell, row 9 from the left), divers on board (row 9, from
 * column 8 to the left), divers. All six actions are known.
 */
final class Seaquest extends MinAtarGame {
    static final String CHARACTERS = "@o*-!fsad%";
    static final int[] ACTIONS = {NONE, LEFT, UP, RIGHT, DOWN, FIRE};

    static final int MAX_AIR = 200;
    static final int MAX_DIVERS = 6;
    static final int FIRST_SPAWN_INTERVAL = 20;
    static final int FIRST_MOVE_INTERVAL = 5;
    static final int DIVER_SPAWN_INTERVAL = 30;
    static final int DIVER_MOVE_INTERVAL = 5;
    static final int SHOT_COOL_DOWN = 5;
    static final int ENEMY_SHOT_INTERVAL = 10;
    private static final int SHORTEST_MOVE_INTERVAL = 2;
    private static final int LOWEST_ROW = 8;

    private static final int FRONT = 0;
    private static final int BACK = 1;
    private static final int BULLET = 2;
    private static final int TRAIL = 3;
    private static final int ENEMY_BULLET = 4;
    private static final int FISH = 5;
    private static final int ENEMY_SUBMARINE = 6;
    private static final int AIR = 7;
    private static final int ON_BOARD = 8;
    private static final int DIVER = 9;

    int x;
    int y;
    /** 1 to the right, −1 to the left. */
    int looks;
    int air;
    int onBoard;
    int shotTimer;
    int spawnInterval;
    int spawnTimer;
    int diverSpawnTimer;
    int moveInterval;
    final Swimmers bullets = new Swimmers();
    final Swimmers enemyBullets = new Swimmers();
    final Swimmers fish = new Swimmers();
    final Swimmers submarines = new Swimmers();
    final Swimmers divers = new Swimmers();
    private boolean isAtTheSurface;
    private boolean isSecondRamp;
    private boolean isLost;

    Seaquest(Options options, RandomGenerator random) {
        super(options, ACTIONS, CHARACTERS, random);
    }

    @Override
    void begin() {
        x = SIZE / 2;
        y = 0;
        looks = -1;
        air = MAX_AIR;
        onBoard = 0;
        shotTimer = 0;
        spawnInterval = FIRST_SPAWN_INTERVAL;
        spawnTimer = spawnInterval;
        diverSpawnTimer = DIVER_SPAWN_INTERVAL;
        moveInterval = FIRST_MOVE_INTERVAL;
        bullets.clear();
        enemyBullets.clear();
        fish.clear();
        submarines.clear();
        divers.clear();
        // It has not dived yet: the beginning is no surfacing.
        isAtTheSurface = true;
        isSecondRamp = false;
        isLost = false;
    }

    @Override
    int advance(int action) {
        if (spawnTimer == 0) {
            spawnEnemy();
            spawnTimer = spawnInterval;
        }
        if (diverSpawnTimer == 0) {
            int direction = direction();
            divers.add(side(direction), 1 + random.nextInt(LOWEST_ROW), direction, DIVER_MOVE_INTERVAL, 0);
            diverSpawnTimer = DIVER_SPAWN_INTERVAL;
        }
        steer(action);
        int reward = shots();
        moveDivers();
        moveSubmarines();
        moveEnemyBullets();
        moveFish();
        spawnTimer--;
        diverSpawnTimer--;
        shotTimer = Math.max(0, shotTimer - 1);
        return reward + breathe();
    }

    private void spawnEnemy() {
        int direction = direction();
        boolean isSubmarine = random.nextInt(3) == 0;
        int row = 1 + random.nextInt(LOWEST_ROW);
        if (fish.isAny(row, -direction) || submarines.isAny(row, -direction)) {
            return;
        }
        (isSubmarine ? submarines : fish).add(side(direction), row, direction, moveInterval, ENEMY_SHOT_INTERVAL);
    }

    private int direction() {
        return random.nextBoolean() ? 1 : -1;
    }

    private static int side(int direction) {
        return direction > 0 ? 0 : LAST;
    }

    private void steer(int action) {
        switch (action) {
            case FIRE -> {
                if (shotTimer == 0) {
                    bullets.add(x, y, looks, 0, 0);
                    shotTimer = SHOT_COOL_DOWN;
                }
            }
            case LEFT -> {
                x = Math.max(0, x - 1);
                looks = -1;
            }
            case RIGHT -> {
                x = Math.min(LAST, x + 1);
                looks = 1;
            }
            case UP -> y = Math.max(0, y - 1);
            case DOWN -> y = Math.min(LOWEST_ROW, y + 1);
            default -> { }
        }
    }

    private int shots() {
        int hits = 0;
        for (int i = bullets.count() - 1; i >= 0; i--) {
            if (!bullets.move(i) && (fish.removeAt(bullets.x(i), bullets.y(i))
                || submarines.removeAt(bullets.x(i), bullets.y(i)))) {
                bullets.remove(i);
                hits++;
            }
        }
        return hits;
    }

    private void moveDivers() {
        for (int i = divers.count() - 1; i >= 0; i--) {
            if (!takeOnBoard(i) && divers.isDue(i, DIVER_MOVE_INTERVAL) && !divers.move(i)) {
                takeOnBoard(i);
            }
        }
    }

    private boolean takeOnBoard(int diver) {
        if (onBoard == MAX_DIVERS || !divers.isAt(diver, x, y)) {
            return false;
        }
        divers.remove(diver);
        onBoard++;
        return true;
    }

    private void moveSubmarines() {
        for (int i = submarines.count() - 1; i >= 0; i--) {
            meet(submarines, i);
            boolean isGone = false;
            if (submarines.isDue(i, moveInterval)) {
                isGone = submarines.move(i);
                if (!isGone) {
                    meet(submarines, i);
                }
            }
            if (!isGone && submarines.isToShoot(i, ENEMY_SHOT_INTERVAL)) {
                enemyBullets.add(submarines.x(i), submarines.y(i), submarines.direction(i), 0, 0);
            }
        }
    }

    private void moveEnemyBullets() {
        for (int i = enemyBullets.count() - 1; i >= 0; i--) {
            meet(enemyBullets, i);
            if (!enemyBullets.move(i)) {
                meet(enemyBullets, i);
            }
        }
    }

    private void moveFish() {
        for (int i = fish.count() - 1; i >= 0; i--) {
            meet(fish, i);
            if (fish.isDue(i, moveInterval) && !fish.move(i)) {
                meet(fish, i);
            }
        }
    }

    private void meet(Swimmers enemies, int i) {
        isLost |= enemies.isAt(i, x, y);
    }

    /** @return what surfacing pays */
    private int breathe() {
        isLost |= air < 0;
        if (y > 0) {
            air--;
            isAtTheSurface = false;
            return 0;
        }
        if (isAtTheSurface) {
            return 0;
        }
        isAtTheSurface = true;
        if (onBoard == 0) {
            isLost = true;
            return 0;
        }
        int reward = onBoard == MAX_DIVERS ? cells() : 0;
        onBoard = onBoard == MAX_DIVERS ? 0 : onBoard - 1;
        air = MAX_AIR;
        if (isRamping()) {
            ramp();
        }
        return reward;
    }

    private void ramp() {
        if (spawnInterval == 1 && moveInterval == SHORTEST_MOVE_INTERVAL) {
            return;
        }
        if (isSecondRamp && moveInterval > SHORTEST_MOVE_INTERVAL) {
            moveInterval--;
        }
        spawnInterval = Math.max(1, spawnInterval - 1);
        isSecondRamp = !isSecondRamp;
    }

    /** Of the air's bar. */
    private int cells() {
        return Math.max(0, air * SIZE / MAX_AIR);
    }

    @Override
    boolean isLost() {
        return isLost;
    }

    @Override
    void draw(MinAtarScreen to) {
        to.set(FRONT, x, y);
        // Always on the screen: who stands at a side has come there looking at it.
        to.set(BACK, x - looks, y);
        bullets.draw(to, BULLET, -1);
        enemyBullets.draw(to, ENEMY_BULLET, -1);
        fish.draw(to, FISH, TRAIL);
        submarines.draw(to, ENEMY_SUBMARINE, TRAIL);
        divers.draw(to, DIVER, TRAIL);
        to.setRow(AIR, LAST, (1 << cells()) - 1);
        for (int i = 0; i < onBoard; i++) {
            to.set(ON_BOARD, LOWEST_ROW - i, LAST);
        }
    }

    @Override
    String status() {
        return "air " + Math.max(0, air) + "   divers " + onBoard;
    }
}
