package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.environment.Observation;
import io.troupe.common.environment.StepOutcome;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * A corridor of T steps that ends in a fork: the T-Maze of Ni, Ma, Eysenbach and Bacon 2023, "When do transformers shine
 * in RL?" (arXiv 2307.03864, section 4.1), after Bakker 2001. In the passive maze the agent begins at the oracle, which
 * shows once on which side the goal lies; T steps later it has to take that side. In the active one the oracle lies b = 1
 * step behind the start, so that it has to be asked first; in the passive one b = 0.
 *
 * <p>Actions: 0 right, 1 up, 2 left, 3 down; a move into a wall stays where it is. Observation: isJunction (1 at the
 * corridor's end), and a signal: the goal's side (1 up, −1 down) when the oracle is first visited, the side that was chosen
 * at the corridor's end, 0 elsewhere. Reward: −1/T for a step after which x &lt; t − b (x steps from the oracle, t steps
 * taken); for the last one, 1 if it led to the goal, and 0 otherwise. The best return is 1; running and guessing brings
 * 0.5 on average.
 *
 * <p>The episode has T + 1 + 2b steps and then terminates: its length is part of the task, and nothing comes after. A
 * step allocates nothing.
 */
final class TMaze implements Environment {
    static final int RIGHT = 0;
    static final int UP = 1;
    static final int LEFT = 2;
    static final int DOWN = 3;

    private static final int LONGEST_DRAWING = 61;

    private final int corridorLength;
    private final int oracleDistance;
    private final int fork;
    private final int episodeSteps;
    private final RandomGenerator random;
    private int goal;
    private int x;
    private int y;
    private int steps;
    private boolean isAsked;
    private boolean isOver = true;

    /**
     * @param corridorLength T, at least 1
     * @param oracleDistance b, 0 passive, 1 active
     */
    TMaze(int corridorLength, int oracleDistance, RandomGenerator random) {
        this.corridorLength = corridorLength;
        this.oracleDistance = oracleDistance;
        fork = corridorLength + oracleDistance;
        episodeSteps = corridorLength + 1 + 2 * oracleDistance;
        this.random = random;
    }

    @Override
    public void reset(Observation observation) {
        goal = random.nextBoolean() ? 1 : -1;
        x = oracleDistance;
        y = 0;
        steps = 0;
        isAsked = false;
        isOver = false;
        write(observation);
    }

    @Override
    public void step(int action, StepOutcome outcome) {
        if (isOver) {
            throw new IllegalStateException("the T-Maze was stepped without a reset after its episode's end");
        }
        switch (action) {
            case RIGHT -> x = Math.min(x + 1, fork);
            case UP -> y = x == fork ? Math.min(y + 1, 1) : 0;
            // From beside the fork there is no way but back into it.
            case LEFT -> x = y == 0 ? Math.max(x - 1, 0) : x;
            case DOWN -> y = x == fork ? Math.max(y - 1, -1) : 0;
            default -> throw new IllegalArgumentException("the T-Maze got action " + action
                + "; expected 0 (right), 1 (up), 2 (left) or 3 (down)");
        }
        steps++;
        isOver = steps == episodeSteps;
        write(outcome.observation());
        outcome.reward(isOver ? y == goal ? 1 : 0 : x < steps - oracleDistance ? -1f / corridorLength : 0)
            .terminated(isOver);
    }

    @Override
    public String render() {
        int length = Math.min(fork, LONGEST_DRAWING - 1);
        int at = (int) ((long) x * length / fork);
        StringBuilder text = new StringBuilder();
        for (int row = 1; row >= -1; row--) {
            String tiles = row == 0 ? "o" + "-".repeat(length - 1) + "+"
                : " ".repeat(length) + (row == goal ? "G" : ".");
            StringBuilder line = new StringBuilder(tiles);
            if (row == y) {
                line.setCharAt(at, '@');
            }
            text.append(line).append('\n');
        }
        return text.append(String.format(Locale.ROOT, "step %d of %d   x %d", steps, episodeSteps, x)).toString();
    }

    private void write(Observation observation) {
        observation.putFloat(0, 0, x == fork ? 1 : 0);
        observation.putFloat(0, 1, x == fork ? y : x == 0 && !isAsked ? goal : 0);
        isAsked |= x == 0;
    }
}
