package io.troupe.actor.environment;

import java.util.random.RandomGenerator;

/**
 * MinAtar's Asterix: gold and enemies cross the screen in the rows 1 … 8; the player takes the gold and evades the
 * enemies. After Young and Tian 2019, as {@link MinAtarGame}.
 *
 * <p>The player begins in the middle and moves by a cell a frame, within the rows 1 … 8. Each time that the spawn timer has
 * run out (ten frames at first), something enters: at the left or the right side by a coin, gold one time in three, in a
 * row that is drawn from those that are empty; where all eight are taken, nothing does. All that is there moves by a cell
 * each time that the move timer has run out (five frames at first), and is gone behind the other side. Gold in the
 * player's cell pays 1 and is gone; an enemy there ends the game. With ramping, every 102 frames the spawn interval
 * grows shorter by a frame, down to 1, and every second time the move interval does, too.
 *
 * <p>Channels: player, enemies, trail (the cell behind what moves), gold. Known actions: none, left, up, right, down.
 */
final class Asterix extends MinAtarGame {
    static final String CHARACTERS = "@x-$";
    static final int[] ACTIONS = {NONE, LEFT, UP, RIGHT, DOWN};

    static final int ROWS = 8;
    static final int FIRST_SPAWN_INTERVAL = 10;
    static final int FIRST_MOVE_INTERVAL = 5;
    static final int RAMP_INTERVAL = 100;

    private static final int PLAYER = 0;
    private static final int ENEMY = 1;
    private static final int TRAIL = 2;
    private static final int GOLD = 3;

    int playerX;
    int playerY;
    /** What is in row i + 1: 0 for nothing, else ±1, the direction in which it moves. */
    final int[] directions = new int[ROWS];
    final int[] columns = new int[ROWS];
    final boolean[] isGold = new boolean[ROWS];
    int spawnInterval;
    int spawnTimer;
    int moveInterval;
    int moveTimer;
    private int rampTimer;
    private boolean isSecondRamp;
    private int empty;
    private boolean isLost;

    Asterix(Options options, RandomGenerator random) {
        super(options, ACTIONS, CHARACTERS, random);
    }

    @Override
    void begin() {
        playerX = SIZE / 2;
        playerY = SIZE / 2;
        for (int row = 0; row < ROWS; row++) {
            directions[row] = 0;
        }
        empty = ROWS;
        spawnInterval = FIRST_SPAWN_INTERVAL;
        spawnTimer = spawnInterval;
        moveInterval = FIRST_MOVE_INTERVAL;
        moveTimer = moveInterval;
        rampTimer = RAMP_INTERVAL;
        isSecondRamp = false;
        isLost = false;
    }

    @Override
    int advance(int action) {
        if (spawnTimer == 0) {
            spawn();
            spawnTimer = spawnInterval;
        }
        switch (action) {
            case LEFT -> playerX = Math.max(0, playerX - 1);
            case RIGHT -> playerX = Math.min(LAST, playerX + 1);
            case UP -> playerY = Math.max(1, playerY - 1);
            case DOWN -> playerY = Math.min(ROWS, playerY + 1);
            default -> { }
        }
        int reward = meet();
        if (moveTimer == 0) {
            moveTimer = moveInterval;
            for (int row = 0; row < ROWS; row++) {
                columns[row] += directions[row];
                if (directions[row] != 0 && (columns[row] < 0 || columns[row] > LAST)) {
                    remove(row);
                }
            }
            reward += meet();
        }
        spawnTimer--;
        moveTimer--;
        if (isRamping()) {
            ramp();
        }
        return reward;
    }

    private void spawn() {
        boolean isFromLeft = random.nextBoolean();
        boolean gold = random.nextInt(3) == 0;
        if (empty == 0) {
            return;
        }
        int number = random.nextInt(empty);
        int row = -1;
        for (int skipped = -1; skipped < number;) {
            row++;
            skipped += directions[row] == 0 ? 1 : 0;
        }
        place(row, isFromLeft ? 0 : LAST, isFromLeft ? 1 : -1, gold);
    }

    /** Lets something enter the empty row {@code row} + 1. */
    void place(int row, int x, int direction, boolean gold) {
        columns[row] = x;
        directions[row] = direction;
        isGold[row] = gold;
        empty--;
    }

    private void remove(int row) {
        directions[row] = 0;
        empty++;
    }

    /** What is in the player's cell: at most one thing, as there is at most one in a row. */
    private int meet() {
        int row = playerY - 1;
        if (directions[row] == 0 || columns[row] != playerX) {
            return 0;
        }
        if (!isGold[row]) {
            isLost = true;
            return 0;
        }
        remove(row);
        return 1;
    }

    private void ramp() {
        if (spawnInterval == 1 && moveInterval == 1) {
            return;
        }
        if (rampTimer >= 0) {
            rampTimer--;
            return;
        }
        if (isSecondRamp && moveInterval > 1) {
            moveInterval--;
        }
        spawnInterval = Math.max(1, spawnInterval - 1);
        isSecondRamp = !isSecondRamp;
        rampTimer = RAMP_INTERVAL;
    }

    @Override
    boolean isLost() {
        return isLost;
    }

    @Override
    void draw(MinAtarScreen to) {
        to.set(PLAYER, playerX, playerY);
        for (int row = 0; row < ROWS; row++) {
            if (directions[row] != 0) {
                to.set(isGold[row] ? GOLD : ENEMY, columns[row], row + 1);
                to.setIfInside(TRAIL, columns[row] - directions[row], row + 1);
            }
        }
    }

    @Override
    String status() {
        return "one in " + spawnInterval + " frames, moves every " + moveInterval;
    }
}
