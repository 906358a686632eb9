package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.environment.NumericState;
import io.troupe.common.environment.Observation;
import io.troupe.common.environment.StepOutcome;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * A car in a valley, too weak to drive straight up the hill at its right: MountainCar-v0 of Gymnasium, after Moore 1990.
 * Same equations in the same order of operations, in double precision:
 *
 * <pre>
 *   v ← clip(v + 0.001 (action − 1) − 0.0025 cos(3x), ±0.07);   x ← clip(x + v, −1.2, 0.6)
 * </pre>
 *
 * and v = 0 where the car meets the wall at −1.2. Actions: 0 push to the left, 1 none, 2 push to the right. Observation:
 * position x and velocity v (a step's way), as float32. Reward: −1 for every step, the last one too. An episode begins
 * at rest, x uniform in −0.6 … −0.4, terminates where x ≥ 0.5 and v ≥ 0, and is truncated after {@code
 * maxEpisodeSteps}. Counted as solved at −110. A step allocates nothing.
 */
final class MountainCar implements Environment, NumericState {
    private static final double MIN_POSITION = -1.2;
    private static final double MAX_POSITION = 0.6;
    private static final double MAX_SPEED = 0.07;
    private static final double GOAL = 0.5;
    private static final double FORCE = 0.001;
    private static final double GRAVITY = 0.0025;
    private static final double RESET_MIN = -0.6;
    private static final double RESET_MAX = -0.4;
    private static final List<String> STATE_NAMES = List.of("position", "velocity");

    private static final int DRAWN_COLUMNS = 61;
    private static final int DRAWN_ROWS = 9;

    private final int maxEpisodeSteps;
    private final RandomGenerator random;
    private double position;
    private double velocity;
    private int steps;
    private boolean isOver = true;

    /** @param maxEpisodeSteps steps after which an episode is truncated, at least 1 */
    MountainCar(int maxEpisodeSteps, RandomGenerator random) {
        this.maxEpisodeSteps = maxEpisodeSteps;
        this.random = random;
    }

    @Override
    public void reset(Observation observation) {
        begin(RESET_MIN + (RESET_MAX - RESET_MIN) * random.nextDouble(), 0);
        write(observation);
    }

    @Override
    public void step(int action, StepOutcome outcome) {
        if (action < 0 || action > 2) {
            throw new IllegalArgumentException(
                "MountainCar got action " + action + "; expected 0 (left), 1 (none) or 2 (right)");
        }
        if (isOver) {
            throw new IllegalStateException("MountainCar was stepped without a reset after its episode's end");
        }
        velocity += (action - 1) * FORCE + Math.cos(3 * position) * -GRAVITY;
        velocity = Math.min(Math.max(velocity, -MAX_SPEED), MAX_SPEED);
        position += velocity;
        position = Math.min(Math.max(position, MIN_POSITION), MAX_POSITION);
        if (position == MIN_POSITION && velocity < 0) {
            velocity = 0;
        }
        steps++;

        boolean isTerminated = position >= GOAL && velocity >= 0;
        boolean isTruncated = !isTerminated && steps >= maxEpisodeSteps;
        isOver = isTerminated || isTruncated;
        write(outcome.observation());
        outcome.reward(-1).terminated(isTerminated).truncated(isTruncated);
    }

    @Override
    public String render() {
        char[][] rows = new char[DRAWN_ROWS][DRAWN_COLUMNS];
        for (int column = 0; column < DRAWN_COLUMNS; column++) {
            double at = MIN_POSITION + (MAX_POSITION - MIN_POSITION) * column / (DRAWN_COLUMNS - 1);
            int ground = row(at);
            for (int row = 0; row < DRAWN_ROWS; row++) {
                rows[row][column] = row == ground ? '.' : ' ';
            }
        }
        rows[row(GOAL) - 1][column(GOAL)] = 'F';
        rows[row(position) - 1][column(position)] = 'o';
        StringBuilder text = new StringBuilder();
        for (char[] row : rows) {
            text.append(row).append('\n');
        }
        return text.append(String.format(Locale.ROOT, "step %d   position %+.3f   velocity %+.4f", steps, position,
            velocity)).toString();
    }

    @Override
    public List<String> stateNames() {
        return STATE_NAMES;
    }

    @Override
    public double[] state() {
        return new double[] {position, velocity};
    }

    @Override
    public void begin(double[] state) {
        NumericState.check(state, STATE_NAMES);
        begin(state[0], state[1]);
    }

    private void begin(double newPosition, double newVelocity) {
        position = newPosition;
        velocity = newVelocity;
        steps = 0;
        isOver = false;
    }

    private void write(Observation observation) {
        observation.putFloat(0, 0, (float) position);
        observation.putFloat(0, 1, (float) velocity);
    }

    private static int column(double at) {
        double share = (at - MIN_POSITION) / (MAX_POSITION - MIN_POSITION);
        return (int) Math.round(Math.min(Math.max(share, 0), 1) * (DRAWN_COLUMNS - 1));
    }

    /** Where the ground is drawn: the hill's height is sin(3x); the highest row is left to what stands on it. */
    private static int row(double at) {
        return DRAWN_ROWS - 1 - (int) Math.round((Math.sin(3 * at) + 1) / 2 * (DRAWN_ROWS - 2));
    }
}
