package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.environment.Observation;
import io.troupe.common.environment.StepOutcome;
import java.util.random.RandomGenerator;

/**
 * What the games of MinAtar (Young and Tian 2019, arXiv 1903.03176; rules as of version 1.0.15) have in common: ten by
 * ten cells with some channels of bits, six actions, sticky ones. Written from the published descriptions. A cell is
 * named by its column x, from the left, and its row y, from the top, both 0 … 9.
 *
 * <p>Observation: bits [channels, 10, 10]. Actions: 0 none, 1 left, 2 up, 3 right, 4 down, 5 fire; with {@code
 * minimal-actions} those alone that the game knows, in this order; those that it does not know do nothing. With the
 * probability {@code sticky-actions} (Machado et al. 2018) the action before is taken again in the place of the one that
 * was chosen; before an episode's first it is none. An episode is truncated after {@code max-episode-steps}, which
 * MinAtar does not do but for Freeway: the greedy policy of a learner may well never end a game. A step allocates
 * nothing.
 */
abstract class MinAtarGame implements Environment {
    static final int SIZE = MinAtarScreen.SIZE;
    static final int LAST = SIZE - 1;
    static final int NONE = 0;
    static final int LEFT = 1;
    static final int UP = 2;
    static final int RIGHT = 3;
    static final int DOWN = 4;
    static final int FIRE = 5;
    static final int ALL_ACTIONS = 6;

    /**
     * What the user may choose.
     *
     * @param maxEpisodeSteps   steps after which an episode is truncated, at least 1
     * @param stickyProbability with which the action before is repeated
     * @param isRamping         whether the game grows harder; of no account in games that never do
     * @param isMinimal         whether the actions are those alone that the game knows
     */
    record Options(int maxEpisodeSteps, double stickyProbability, boolean isRamping, boolean isMinimal) {
        /** As the games were published; what the tests of their rules begin from. */
        static final Options PUBLISHED = new Options(100_000, 0.1, true, false);

        Options withoutSticking() {
            return new Options(maxEpisodeSteps, 0, isRamping, isMinimal);
        }
    }

    private final Options options;
    private final int[] actions;
    private final String characters;
    private final MinAtarScreen screen;
    final RandomGenerator random;
    private int lastAction;
    private int steps;
    private int score;
    private boolean isOver = true;

    /**
     * @param minimalActions those that the game knows
     * @param characters     one for each channel, for people; of two in one cell that of the lower channel is seen
     */
    MinAtarGame(Options options, int[] minimalActions, String characters, RandomGenerator random) {
        this.options = options;
        this.actions = options.isMinimal ? minimalActions : new int[] {NONE, LEFT, UP, RIGHT, DOWN, FIRE};
        this.characters = characters;
        this.random = random;
        screen = new MinAtarScreen(characters.length());
    }

    /** Begins an episode. */
    abstract void begin();

    /**
     * Goes on by one frame.
     *
     * @param action {@link #NONE} … {@link #FIRE}
     * @return the reward
     */
    abstract int advance(int action);

    /** Whether the last frame ended the game. */
    abstract boolean isLost();

    /** Sets the cells that are seen; all are clear. */
    abstract void draw(MinAtarScreen to);

    /** What people want to know beside the picture; may be empty. */
    String status() {
        return "";
    }

    final boolean isRamping() {
        return options.isRamping;
    }

    @Override
    public final void reset(Observation observation) {
        lastAction = NONE;
        steps = 0;
        score = 0;
        isOver = false;
        begin();
        show(observation);
    }

    @Override
    public final void step(int action, StepOutcome outcome) {
        if (action < 0 || action >= actions.length) {
            throw new IllegalArgumentException(
                getClass().getSimpleName() + " got action " + action + "; expected 0 … " + (actions.length - 1));
        }
        if (isOver) {
            throw new IllegalStateException(
                getClass().getSimpleName() + " was stepped without a reset after its episode's end");
        }
        if (options.stickyProbability == 0 || random.nextDouble() >= options.stickyProbability) {
            lastAction = actions[action];
        }
        int reward = advance(lastAction);
        steps++;
        score += reward;
        boolean isTruncated = !isLost() && steps >= options.maxEpisodeSteps;
        isOver = isLost() || isTruncated;
        show(outcome.observation());
        outcome.reward(reward).terminated(isLost()).truncated(isTruncated);
    }

    @Override
    public final String render() {
        String status = status();
        return screen.text(characters) + "step " + steps + "   score " + score + (status.isEmpty() ? "" : "   " + status);
    }

    private void show(Observation observation) {
        screen.clear();
        draw(screen);
        screen.writeTo(observation);
    }
}
