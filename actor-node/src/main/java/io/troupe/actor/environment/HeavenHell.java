package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.environment.Observation;
import io.troupe.common.environment.StepOutcome;
import java.util.random.RandomGenerator;

/**
 * A corridor ends in a fork, heaven on one side and hell on the other; which is which tells a priest, who lives off the
 * path. HeavenHell-3 (Thrun; Geffner and Bonet 1998) as DTQN plays it (Esslinger, Platt and Amato 2022, arXiv
 * 2206.01078, with the POMDP of gym-pomdps).
 *
 * <pre>
 *   6 5 4 3 7 8 9        0 the start, 6 and 9 heaven and hell by a coin
 *         2
 *         1
 *         0
 *        10 11 12 13     13 the priest: seen as 13 where heaven is left, as 14 where it is right
 * </pre>
 *
 * <p>Actions: 0 up, 1 down, 2 right, 3 left; into a wall: nothing moves. Observation: the cell's number, one-hot. The
 * step after the one that reached heaven or hell pays 1 or −1, whatever is done, and terminates; every other step pays
 * 0. Truncated after {@code maxEpisodeSteps}. The best return is 1; guessing brings 0. A step allocates nothing.
 */
final class HeavenHell implements Environment {
    static final int UP = 0;
    static final int DOWN = 1;
    static final int RIGHT = 2;
    static final int LEFT = 3;
    static final int OBSERVATIONS = 15;

    private static final int PRIEST = 13;
    private static final int COLUMNS = 7;
    /** The cell at each place of the drawing above, row after row; −1: wall. */
    private static final int[] CELLS = {
        6, 5, 4, 3, 7, 8, 9,
        -1, -1, -1, 2, -1, -1, -1,
        -1, -1, -1, 1, -1, -1, -1,
        -1, -1, -1, 0, -1, -1, -1,
        -1, -1, -1, 10, 11, 12, 13};
    private static final int LEFT_END = 0;
    private static final int RIGHT_END = COLUMNS - 1;
    private static final int START = 3 * COLUMNS + 3;

    private final int maxEpisodeSteps;
    private final RandomGenerator random;
    private boolean isHeavenLeft;
    private int place;
    private int steps;
    private boolean isOver = true;

    HeavenHell(int maxEpisodeSteps, RandomGenerator random) {
        this.maxEpisodeSteps = maxEpisodeSteps;
        this.random = random;
    }

    @Override
    public void reset(Observation observation) {
        isHeavenLeft = random.nextBoolean();
        place = START;
        steps = 0;
        isOver = false;
        write(observation);
    }

    @Override
    public void step(int action, StepOutcome outcome) {
        if (action < 0 || action > LEFT) {
            throw new IllegalArgumentException(
                "HeavenHell got action " + action + "; expected 0 (up), 1 (down), 2 (right) or 3 (left)");
        }
        if (isOver) {
            throw new IllegalStateException("HeavenHell was stepped without a reset after its episode's end");
        }
        boolean isTerminated = place == LEFT_END || place == RIGHT_END;
        if (isTerminated) {
            outcome.reward(place == LEFT_END == isHeavenLeft ? 1 : -1);
        } else {
            move(action);
        }
        steps++;
        boolean isTruncated = !isTerminated && steps >= maxEpisodeSteps;
        isOver = isTerminated || isTruncated;
        write(outcome.observation());
        outcome.terminated(isTerminated).truncated(isTruncated);
    }

    private void move(int action) {
        int column = place % COLUMNS + (action == RIGHT ? 1 : action == LEFT ? -1 : 0);
        int row = place / COLUMNS + (action == DOWN ? 1 : action == UP ? -1 : 0);
        boolean isInside = column >= 0 && column < COLUMNS && row >= 0 && row < CELLS.length / COLUMNS;
        if (isInside && CELLS[row * COLUMNS + column] >= 0) {
            place = row * COLUMNS + column;
        }
    }

    @Override
    public String render() {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < CELLS.length; at++) {
            text.append(at == place ? '@' : at == LEFT_END ? isHeavenLeft ? 'H' : 'X'
                : at == RIGHT_END ? isHeavenLeft ? 'X' : 'H' : CELLS[at] == PRIEST ? 'P' : CELLS[at] < 0 ? ' ' : '.');
            text.append(at % COLUMNS == COLUMNS - 1 ? "\n" : "");
        }
        return text.append("step ").append(steps).append(" of ").append(maxEpisodeSteps).toString();
    }

    private void write(Observation observation) {
        int cell = CELLS[place];
        int seen = cell == PRIEST && !isHeavenLeft ? PRIEST + 1 : cell;
        for (int each = 0; each < OBSERVATIONS; each++) {
            observation.putBit(0, each, each == seen);
        }
    }
}
