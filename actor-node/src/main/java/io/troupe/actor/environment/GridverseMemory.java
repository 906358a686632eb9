package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.environment.Observation;
import io.troupe.common.environment.StepOutcome;
import java.util.random.RandomGenerator;

/**
 * Two coloured exits lie at the ends of one passage and beacons of the right exit's colour at the ends of another; the
 * agent begins between them and sees the two rows of three cells before it. The memory environment of GridVerse (Baisero
 * and Katt 2021) as DTQN plays it (Esslinger, Platt and Amato 2022, arXiv 2206.01078). For a size of 7:
 *
 * <pre>
 *   #######
 *   #A   B#     A, B: exits of two of four colours; one of them, by a coin, is the right one
 *   ### ###
 *   ###^###     ^: the agent, looking up
 *   ### ###
 *   #a   a#     a: beacons of the right exit's colour; one can walk over them
 *   #######
 * </pre>
 *
 * <p>Actions: 0 forward, 1 backward, 2 step to the left, 3 step to the right, 4 turn left, 5 turn right; into a wall:
 * nothing moves. Observation: the cells ahead to the left, ahead, ahead to the right, to the left, the agent's own, to the
 * right: 0 wall, 1 floor, 2 … 5 an exit and 6 … 9 a beacon of one of the colours. Walls hide none of the six. Reward: −0.05
 * for each step, and for the one that enters an exit, which terminates, 5 more or 5 less. Truncated after {@code
 * maxEpisodeSteps}. A step allocates nothing.
 */
final class GridverseMemory implements Environment {
    static final int ACTIONS = 6;
    static final int VIEW = 6;
    static final int WALL = 0;
    static final int FLOOR = 1;
    static final int EXIT = 2;
    static final int COLOURS = 4;
    static final int BEACON = EXIT + COLOURS;
    static final int TOKENS = BEACON + COLOURS;

    private static final float LIVING_REWARD = -0.05f;
    private static final float EXIT_REWARD = 5;
    /** Column and row of a step in each direction: up, right, down, left. */
    private static final int[] COLUMN_STEPS = {0, 1, 0, -1};
    private static final int[] ROW_STEPS = {-1, 0, 1, 0};
    private static final String ARROWS = "^>v<";
    private static final String DRAWN = "# ABCDabcd";

    private final int size;
    private final int maxEpisodeSteps;
    private final RandomGenerator random;
    private int leftColour;
    private int rightColour;
    private boolean isLeftGood;
    private int column;
    private int row;
    private int direction;
    private int steps;
    private boolean isOver = true;

    /** @param size columns and rows, the walls around included: odd, at least 5 */
    GridverseMemory(int size, int maxEpisodeSteps, RandomGenerator random) {
        this.size = size;
        this.maxEpisodeSteps = maxEpisodeSteps;
        this.random = random;
    }

    @Override
    public void reset(Observation observation) {
        leftColour = random.nextInt(COLOURS);
        rightColour = (leftColour + 1 + random.nextInt(COLOURS - 1)) % COLOURS;
        isLeftGood = random.nextBoolean();
        column = size / 2;
        row = size / 2;
        direction = 0;
        steps = 0;
        isOver = false;
        write(observation);
    }

    @Override
    public void step(int action, StepOutcome outcome) {
        if (action < 0 || action >= ACTIONS) {
            throw new IllegalArgumentException("gridverse-memory got action " + action
                + "; expected 0 (forward), 1 (backward), 2 (left), 3 (right), 4 (turn left) or 5 (turn right)");
        }
        if (isOver) {
            throw new IllegalStateException("gridverse-memory was stepped without a reset after its episode's end");
        }
        switch (action) {
            case 0 -> move(direction);
            case 1 -> move(direction + 2);
            case 2 -> move(direction + 3);
            case 3 -> move(direction + 1);
            case 4 -> direction = (direction + 3) % 4;
            default -> direction = (direction + 1) % 4;
        }
        steps++;
        boolean isExit = row == 1 && (column == 1 || column == size - 2);
        boolean isTruncated = !isExit && steps >= maxEpisodeSteps;
        isOver = isExit || isTruncated;
        write(outcome.observation());
        outcome.reward(LIVING_REWARD + (!isExit ? 0 : column == 1 == isLeftGood ? EXIT_REWARD : -EXIT_REWARD))
            .terminated(isExit).truncated(isTruncated);
    }

    private void move(int towards) {
        int newColumn = column + COLUMN_STEPS[towards % 4];
        int newRow = row + ROW_STEPS[towards % 4];
        if (cell(newColumn, newRow) != WALL) {
            column = newColumn;
            row = newRow;
        }
    }

    /** What lies there; beyond the walls there is nothing to look at. */
    private int cell(int atColumn, int atRow) {
        if (atColumn < 1 || atColumn > size - 2 || atRow < 1 || atRow > size - 2) {
            return WALL;
        }
        boolean isPassage = atRow == 1 || atRow == size - 2;
        if (!isPassage) {
            return atColumn == size / 2 ? FLOOR : WALL;
        }
        if (atColumn > 1 && atColumn < size - 2) {
            return FLOOR;
        }
        return atRow == 1 ? EXIT + (atColumn == 1 ? leftColour : rightColour)
            : BEACON + (isLeftGood ? leftColour : rightColour);
    }

    private void write(Observation observation) {
        int right = (direction + 1) % 4;
        for (int ahead = 1; ahead >= 0; ahead--) {
            for (int aside = -1; aside <= 1; aside++) {
                observation.putByte(0, (1 - ahead) * 3 + aside + 1,
                    cell(column + ahead * COLUMN_STEPS[direction] + aside * COLUMN_STEPS[right],
                        row + ahead * ROW_STEPS[direction] + aside * ROW_STEPS[right]));
            }
        }
    }

    @Override
    public String render() {
        StringBuilder text = new StringBuilder();
        for (int atRow = 0; atRow < size; atRow++) {
            for (int atColumn = 0; atColumn < size; atColumn++) {
                text.append(atColumn == column && atRow == row ? ARROWS.charAt(direction)
                    : DRAWN.charAt(cell(atColumn, atRow)));
            }
            text.append('\n');
        }
        return text.append("step ").append(steps).append(" of ").append(maxEpisodeSteps).toString();
    }
}
