package io.troupe.actor.environment;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * MinAtar's Breakout: a paddle in the lowest row keeps a ball in play that breaks three rows of bricks. After Young and
 * Tian 2019, as {@link MinAtarGame}.
 *
 * <p>The ball begins in row 3 in the left or the right corner, by a coin, and moves diagonally by a cell a frame, down
 * and inwards at first. Walls and ceiling throw it back. A brick that it meets is removed, pays 1 and throws it back
 * vertically; but in the frames directly after that it flies through bricks, until it has left them. Where it would come
 * into the lowest row it is thrown back vertically if it came down onto the paddle, and into the direction that it came
 * from if it meets the paddle's end; else the game is lost. New rows are there at the first return of the ball after the
 * last brick has gone. The game does not grow harder.
 *
 * <p>Channels: paddle, ball, trail (where the ball was before), bricks. Known actions: none, left, right.
 */
final class Breakout extends MinAtarGame {
    static final String CHARACTERS = "=o,#";
    static final int[] ACTIONS = {NONE, LEFT, RIGHT};

    static final int FULL_ROW = (1 << SIZE) - 1;
    private static final int TOP_BRICKS = 1;
    private static final int BOTTOM_BRICKS = 3;

    private static final int PADDLE = 0;
    private static final int BALL = 1;
    private static final int TRAIL = 2;
    private static final int BRICK = 3;

    int paddle;
    int ballX;
    int ballY;
    int directionX;
    int directionY;
    /** Row by row, a bit for each column. */
    final int[] bricks = new int[SIZE];
    private int lastX;
    private int lastY;
    /** Whether the frame before broke a brick, or passed through one. */
    private boolean isAmongBricks;
    private boolean isLost;

    Breakout(Options options, RandomGenerator random) {
        super(options, ACTIONS, CHARACTERS, random);
    }

    @Override
    void begin() {
        boolean isLeft = random.nextBoolean();
        place(isLeft ? 0 : LAST, BOTTOM_BRICKS, isLeft ? 1 : -1, 1);
        paddle = 4;
        Arrays.fill(bricks, 0);
        layBricks();
        isAmongBricks = false;
        isLost = false;
    }

    void place(int x, int y, int towardsX, int towardsY) {
        ballX = x;
        ballY = y;
        lastX = x;
        lastY = y;
        directionX = towardsX;
        directionY = towardsY;
    }

    @Override
    int advance(int action) {
        if (action == LEFT) {
            paddle = Math.max(0, paddle - 1);
        } else if (action == RIGHT) {
            paddle = Math.min(LAST, paddle + 1);
        }
        lastX = ballX;
        lastY = ballY;
        int x = ballX + directionX;
        int y = ballY + directionY;
        int reward = 0;
        boolean isAtBrick = false;
        if (x < 0 || x > LAST) {
            x = Math.max(0, Math.min(LAST, x));
            directionX = -directionX;
        }
        if (y < 0) {
            y = 0;
            directionY = -directionY;
        } else if ((bricks[y] >> x & 1) == 1) {
            isAtBrick = true;
            if (!isAmongBricks) {
                reward = 1;
                bricks[y] &= ~(1 << x);
                y = lastY;
                directionY = -directionY;
            }
        } else if (y == LAST) {
            y = atThePaddlesRow(x);
        }
        isAmongBricks = isAtBrick;
        ballX = x;
        ballY = y;
        return reward;
    }

    /** @return the row in which the ball is then */
    private int atThePaddlesRow(int x) {
        if (bricks[TOP_BRICKS] == 0 && bricks[TOP_BRICKS + 1] == 0 && bricks[BOTTOM_BRICKS] == 0) {
            layBricks();
        }
        if (ballX == paddle) {
            directionY = -directionY;
        } else if (x == paddle) {
            directionX = -directionX;
            directionY = -directionY;
        } else {
            isLost = true;
            return LAST;
        }
        return lastY;
    }

    private void layBricks() {
        for (int row = TOP_BRICKS; row <= BOTTOM_BRICKS; row++) {
            bricks[row] = FULL_ROW;
        }
    }

    @Override
    boolean isLost() {
        return isLost;
    }

    @Override
    void draw(MinAtarScreen to) {
        to.set(PADDLE, paddle, LAST);
        to.set(BALL, ballX, ballY);
        to.set(TRAIL, lastX, lastY);
        for (int row = TOP_BRICKS; row <= BOTTOM_BRICKS; row++) {
            to.setRow(BRICK, row, bricks[row]);
        }
    }
}
