package io.troupe.actor.environment;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * MinAtar's Space Invaders: a cannon in the lowest row shoots at a block of aliens that comes down and shoots back. After
 * Young and Tian 2019, as {@link MinAtarGame}.
 *
 * <p>Each wave is a block of 4 rows and 6 columns, rows 0 … 3 and columns 2 … 7, that marches to the left at first, by a
 * cell each time that its timer has run out. Where one of them stands at the side that they march to, all come down by a
 * row in the place of that, and turn. The timer is set to the number of aliens that are left, at most to the wave's
 * interval: 12 frames for the first wave, with ramping one less for each further one, down to 6. Every ten frames an
 * alien shoots: the lowest one of the column that is nearest to the cannon, of two the left one. Bullets fly a cell a
 * frame, the cannon's up, the aliens' down; the cannon can shoot again five frames later. A bullet and an alien in one
 * cell are both gone, which pays 1. A new wave comes when the last alien of one has gone.
 *
 * <p>The game is lost where a bullet or an alien reaches the cannon, and where the aliens would have to come down and one
 * is in the lowest row already.
 *
 * <p>Channels: cannon, aliens, aliens that march to the left, aliens that march to the right, the cannon's bullets, the
 * aliens' bullets. Known actions: none, left, right, fire.
 */
final class SpaceInvaders extends MinAtarGame {
    static final String CHARACTERS = "^MMM|!";
    static final int[] ACTIONS = {NONE, LEFT, RIGHT, FIRE};

    static final int FIRST_INTERVAL = 12;
    static final int SHORTEST_INTERVAL = 6;
    static final int SHOT_COOL_DOWN = 5;
    static final int ALIEN_SHOT_INTERVAL = 10;
    private static final int ALL = (1 << SIZE) - 1;
    private static final int WAVE_ROWS = 4;
    /** Columns 2 … 7. */
    private static final int WAVE = 0b0011111100;

    private static final int CANNON = 0;
    private static final int ALIEN = 1;
    private static final int ALIEN_LEFT = 2;
    private static final int ALIEN_RIGHT = 3;
    private static final int BULLET = 4;
    private static final int ALIEN_BULLET = 5;

    int cannon;
    /** Row by row, a bit for each column; so are the bullets. */
    final int[] aliens = new int[SIZE];
    final int[] bullets = new int[SIZE];
    final int[] alienBullets = new int[SIZE];
    /** −1: to the left. */
    int direction;
    int interval;
    int moveTimer;
    int shotTimer;
    int alienShotTimer;
    private boolean isLost;

    SpaceInvaders(Options options, RandomGenerator random) {
        super(options, ACTIONS, CHARACTERS, random);
    }

    @Override
    void begin() {
        cannon = SIZE / 2;
        Arrays.fill(aliens, 0);
        Arrays.fill(bullets, 0);
        Arrays.fill(alienBullets, 0);
        Arrays.fill(aliens, 0, WAVE_ROWS, WAVE);
        direction = -1;
        interval = FIRST_INTERVAL;
        moveTimer = interval;
        alienShotTimer = ALIEN_SHOT_INTERVAL;
        shotTimer = 0;
        isLost = false;
    }

    @Override
    int advance(int action) {
        switch (action) {
            case FIRE -> fire();
            case LEFT -> cannon = Math.max(0, cannon - 1);
            case RIGHT -> cannon = Math.min(LAST, cannon + 1);
            default -> { }
        }
        System.arraycopy(bullets, 1, bullets, 0, LAST);
        bullets[LAST] = 0;
        System.arraycopy(alienBullets, 0, alienBullets, 1, LAST);
        alienBullets[0] = 0;
        isLost |= isAt(alienBullets) || isAt(aliens);
        if (moveTimer == 0) {
            march();
        }
        if (alienShotTimer == 0) {
            alienShotTimer = ALIEN_SHOT_INTERVAL;
            shootBack();
        }
        int reward = hits();
        shotTimer = Math.max(0, shotTimer - 1);
        moveTimer--;
        alienShotTimer--;
        if (aliensLeft() == 0) {
            if (isRamping() && interval > SHORTEST_INTERVAL) {
                interval--;
            }
            Arrays.fill(aliens, 0, WAVE_ROWS, WAVE);
        }
        return reward;
    }

    private void fire() {
        if (shotTimer == 0) {
            bullets[LAST] |= 1 << cannon;
            shotTimer = SHOT_COOL_DOWN;
        }
    }

    private void march() {
        moveTimer = Math.min(aliensLeft(), interval);
        int side = direction < 0 ? 1 : 1 << LAST;
        boolean isAtTheSide = false;
        for (int row : aliens) {
            isAtTheSide |= (row & side) != 0;
        }
        if (isAtTheSide) {
            direction = -direction;
            isLost |= aliens[LAST] != 0;
            int lowest = aliens[LAST];
            System.arraycopy(aliens, 0, aliens, 1, LAST);
            aliens[0] = lowest;
        } else {
            for (int row = 0; row < SIZE; row++) {
                aliens[row] = (direction < 0 ? aliens[row] >> 1 : aliens[row] << 1) & ALL;
            }
        }
        isLost |= isAt(aliens);
    }

    private void shootBack() {
        int columns = 0;
        for (int row : aliens) {
            columns |= row;
        }
        for (int distance = 0; distance < SIZE; distance++) {
            int left = cannon - distance;
            int right = cannon + distance;
            int column = left >= 0 && (columns >> left & 1) == 1 ? left : right;
            if (column < SIZE && (columns >> column & 1) == 1) {
                int row = LAST;
                while ((aliens[row] >> column & 1) == 0) {
                    row--;
                }
                alienBullets[row] |= 1 << column;
                return;
            }
        }
    }

    private int hits() {
        int hits = 0;
        for (int row = 0; row < SIZE; row++) {
            int both = aliens[row] & bullets[row];
            aliens[row] ^= both;
            bullets[row] ^= both;
            hits += Integer.bitCount(both);
        }
        return hits;
    }

    private int aliensLeft() {
        int count = 0;
        for (int row : aliens) {
            count += Integer.bitCount(row);
        }
        return count;
    }

    private boolean isAt(int[] rows) {
        return (rows[LAST] >> cannon & 1) == 1;
    }

    @Override
    boolean isLost() {
        return isLost;
    }

    @Override
    void draw(MinAtarScreen to) {
        to.set(CANNON, cannon, LAST);
        int marching = direction < 0 ? ALIEN_LEFT : ALIEN_RIGHT;
        for (int row = 0; row < SIZE; row++) {
            to.setRow(ALIEN, row, aliens[row]);
            to.setRow(marching, row, aliens[row]);
            to.setRow(BULLET, row, bullets[row]);
            to.setRow(ALIEN_BULLET, row, alienBullets[row]);
        }
    }

    @Override
    String status() {
        return aliensLeft() + " aliens, to the " + (direction < 0 ? "left" : "right");
    }
}
