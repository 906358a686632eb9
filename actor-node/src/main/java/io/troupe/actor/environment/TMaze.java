package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.environment.Observation;
import io.troupe.common.environment.StepOutcome;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * A corridor of T steps that ends in a fork: the passive T-Maze of Ni, Ma, Eysenbach and Bacon 2023, "When do
 * transformers shine in RL?" (arXiv 2307.03864, section 4.1), after Bakker 2001. The agent begins at the oracle, which
 * shows once on which side the goal lies; T steps later it has to take that side.
 *
 * <p>Actions: 0 right, 1 up, 2 left, 3 down; a move into a wall stays where it is. Observation: isJunction (1 at the
 * corridor's end), and a signal: the goal's side (1 up, −1 down) in the episode's first observation, the side that was
 * chosen in the one after the last step, 0 elsewhere. Reward: −1/T for a step after which x &lt; t (x steps into the
 * corridor, t steps taken); for the last one, 1 if it led to the goal, and 0 otherwise. The best return is 1; running
 * and guessing brings 0.5 on average.
 *
 * <p>The episode has T + 1 steps and then terminates: its length is part of the task, and nothing comes after. A step
 * allocates nothing.
 */
final class TMaze implements Environment {
    static final int RIGHT = 0;
    static final int UP = 1;
    static final int LEFT = 2;
    static final int DOWN = 3;

    private static final int LONGEST_DRAWING = 61;

    private final int corridorLength;
    private final RandomGenerator random;
    private int goal;
    private int x;
    private int y;
    private int steps;
    private boolean isOver = true;

    /** @param corridorLength T, at least 1 */
    TMaze(int corridorLength, RandomGenerator random) {
        this.corridorLength = corridorLength;
        this.random = random;
    }

    @Override
    public void reset(Observation observation) {
        goal = random.nextBoolean() ? 1 : -1;
        x = 0;
        y = 0;
        steps = 0;
        isOver = false;
        write(observation, goal);
    }

    @Override
    public void step(int action, StepOutcome outcome) {
        if (isOver) {
            throw new IllegalStateException("the T-Maze was stepped without a reset after its episode's end");
        }
        switch (action) {
            case RIGHT -> x = Math.min(x + 1, corridorLength);
            case UP -> y = x == corridorLength ? 1 : 0;
            case LEFT -> x = Math.max(x - 1, 0);
            case DOWN -> y = x == corridorLength ? -1 : 0;
            default -> throw new IllegalArgumentException("the T-Maze got action " + action
                + "; expected 0 (right), 1 (up), 2 (left) or 3 (down)");
        }
        steps++;
        isOver = steps > corridorLength;
        write(outcome.observation(), y);
        outcome.reward(isOver ? y == goal ? 1 : 0 : x < steps ? -1f / corridorLength : 0).terminated(isOver);
    }

    @Override
    public String render() {
        int length = Math.min(corridorLength, LONGEST_DRAWING - 1);
        int at = (int) ((long) x * length / corridorLength);
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
        return text.append(String.format(Locale.ROOT, "step %d of %d   x %d", steps, corridorLength + 1, x)).toString();
    }

    private void write(Observation observation, int signal) {
        observation.putFloat(0, 0, x == corridorLength ? 1 : 0);
        observation.putFloat(0, 1, signal);
    }
}
