package io.troupe.actor.environment;

import java.util.random.RandomGenerator;

/**
 * MinAtar's Freeway: a chicken crosses eight lanes of cars. After Young and Tian 2019, as {@link MinAtarGame}.
 *
 * <p>The chicken stays in column 4. It begins in row 9, moves up or down by a row, and after a move waits: the next one
 * is possible three frames later. Who reaches row 0 gets 1 and begins again in row 9, and the cars get new speeds. In
 * each of the rows 1 … 8 a car drives to the left or to the right, by a cell every v + 1 frames, v from 1 to 5, both
 * drawn uniformly; what leaves the screen comes in at its other side. Who is hit, from wherever the two come together,
 * begins again in row 9. The game is never lost, and does not grow harder.
 *
 * <p>Channels: chicken, cars, and for each v a channel of its own for the trail of its cars: the cell behind it. Known
 * actions: none, up, down.
 */
final class Freeway extends MinAtarGame {
    static final String CHARACTERS = "c=12345";
    static final int[] ACTIONS = {NONE, UP, DOWN};

    static final int CARS = 8;
    private static final int COLUMN = 4;
    private static final int WAIT = 3;
    private static final int MAX_SPEED = 5;

    private static final int CHICKEN = 0;
    private static final int CAR = 1;
    /** The channel of v = 1 is one further. */
    private static final int SPEEDS = 1;

    int row;
    /** Frames until the chicken can move. */
    int wait;
    /** Of the car in row i + 1. */
    final int[] carX = new int[CARS];
    /** ±v, positive to the right. */
    final int[] carSpeed = new int[CARS];
    /** Frames without a move that are left. */
    final int[] carTimer = new int[CARS];

    Freeway(Options options, RandomGenerator random) {
        super(options, ACTIONS, CHARACTERS, random);
    }

    @Override
    void begin() {
        row = LAST;
        wait = WAIT;
        for (int car = 0; car < CARS; car++) {
            carX[car] = 0;
        }
        drawSpeeds();
    }

    private void drawSpeeds() {
        for (int car = 0; car < CARS; car++) {
            int speed = 1 + random.nextInt(MAX_SPEED);
            carSpeed[car] = random.nextBoolean() ? speed : -speed;
            carTimer[car] = speed;
        }
    }

    @Override
    int advance(int action) {
        if (wait == 0 && (action == UP || action == DOWN)) {
            wait = WAIT;
            row = action == UP ? row - 1 : Math.min(LAST, row + 1);
        }
        int reward = 0;
        if (row == 0) {
            reward = 1;
            row = LAST;
            drawSpeeds();
        }
        for (int car = 0; car < CARS; car++) {
            // Who walks into a car is hit as well as who is driven into.
            hit(car);
            if (carTimer[car] > 0) {
                carTimer[car]--;
                continue;
            }
            carTimer[car] = Math.abs(carSpeed[car]);
            carX[car] = wrapped(carX[car] + Integer.signum(carSpeed[car]));
            hit(car);
        }
        wait = Math.max(0, wait - 1);
        return reward;
    }

    private void hit(int car) {
        if (carX[car] == COLUMN && row == car + 1) {
            row = LAST;
        }
    }

    private static int wrapped(int x) {
        return x < 0 ? LAST : x > LAST ? 0 : x;
    }

    @Override
    boolean isLost() {
        return false;
    }

    @Override
    void draw(MinAtarScreen to) {
        to.set(CHICKEN, COLUMN, row);
        for (int car = 0; car < CARS; car++) {
            to.set(CAR, carX[car], car + 1);
            to.set(SPEEDS + Math.abs(carSpeed[car]), wrapped(carX[car] - Integer.signum(carSpeed[car])), car + 1);
        }
    }
}
