package io.troupe.actor.environment;

/**
 * Things of one kind that cross {@link Seaquest}'s screen in rows, in arrays, so that none is ever allocated. Walked over
 * from the last to the first: what is removed gives its place to the last, which has had its turn.
 */
final class Swimmers {
    /**
     * More than there can be: of each kind at most one comes a frame, of enemy bullets one from each submarine every
     * eleven frames, and none stays longer than sixty.
     */
    static final int CAPACITY = 128;

    private final int[] x = new int[CAPACITY];
    private final int[] y = new int[CAPACITY];
    private final int[] direction = new int[CAPACITY];
    private final int[] moveTimer = new int[CAPACITY];
    private final int[] shotTimer = new int[CAPACITY];
    private int count;

    int count() {
        return count;
    }

    void clear() {
        count = 0;
    }

    void add(int newX, int newY, int newDirection, int newMoveTimer, int newShotTimer) {
        x[count] = newX;
        y[count] = newY;
        direction[count] = newDirection;
        moveTimer[count] = newMoveTimer;
        shotTimer[count] = newShotTimer;
        count++;
    }

    void remove(int i) {
        count--;
        x[i] = x[count];
        y[i] = y[count];
        direction[i] = direction[count];
        moveTimer[i] = moveTimer[count];
        shotTimer[i] = shotTimer[count];
    }

    int x(int i) {
        return x[i];
    }

    int y(int i) {
        return y[i];
    }

    int direction(int i) {
        return direction[i];
    }

    boolean isAt(int i, int atX, int atY) {
        return x[i] == atX && y[i] == atY;
    }

    /** Whether one is in this row and moves into this direction. */
    boolean isAny(int row, int towards) {
        for (int i = 0; i < count; i++) {
            if (y[i] == row && direction[i] == towards) {
                return true;
            }
        }
        return false;
    }

    /** Removes one that is in this cell; false where none is. */
    boolean removeAt(int atX, int atY) {
        for (int i = 0; i < count; i++) {
            if (isAt(i, atX, atY)) {
                remove(i);
                return true;
            }
        }
        return false;
    }

    /** Goes on by a cell; one that leaves the screen is removed. @return whether it was */
    boolean move(int i) {
        x[i] += direction[i];
        boolean isGone = x[i] < 0 || x[i] >= MinAtarScreen.SIZE;
        if (isGone) {
            remove(i);
        }
        return isGone;
    }

    /** Counts a frame; every {@code interval} + 1 frames it is time to move. */
    boolean isDue(int i, int interval) {
        boolean isDue = moveTimer[i] == 0;
        moveTimer[i] = isDue ? interval : moveTimer[i] - 1;
        return isDue;
    }

    /** As {@link #isDue}, for shooting. */
    boolean isToShoot(int i, int interval) {
        boolean isDue = shotTimer[i] == 0;
        shotTimer[i] = isDue ? interval : shotTimer[i] - 1;
        return isDue;
    }

    /** @param trail the channel of the cells behind them; −1 for none */
    void draw(MinAtarScreen to, int channel, int trail) {
        for (int i = 0; i < count; i++) {
            to.set(channel, x[i], y[i]);
            if (trail >= 0) {
                to.setIfInside(trail, x[i] - direction[i], y[i]);
            }
        }
    }
}
