package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.environment.NumericState;
import io.troupe.common.environment.Observation;
import io.troupe.common.environment.StepOutcome;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * A pole on a cart that is pushed left (action 0) or right (action 1): CartPole-v1 of Gymnasium, after Barto, Sutton
 * and Anderson 1983. Same equations in the same order of operations, in double precision, with Euler steps of 0.02 s; a
 * reward of 1 for every step, the last one too. The episode terminates when the cart is further than 2.4 m from the
 * middle or the pole leans more than 12°, and is truncated after {@code maxEpisodeSteps}. Observation: position (m),
 * velocity (m/s), angle (rad), angular velocity (rad/s), as float32; masked: position and angle alone, so that one has to
 * remember to know the velocities. A step allocates nothing.
 */
public final class CartPole implements Environment, NumericState {
    static final double POSITION_LIMIT = 2.4;
    static final double ANGLE_LIMIT = 12 * 2 * Math.PI / 360;

    private static final double GRAVITY = 9.8;
    private static final double POLE_MASS = 0.1;
    private static final double TOTAL_MASS = POLE_MASS + 1.0;
    private static final double HALF_POLE_LENGTH = 0.5;
    private static final double POLE_MASS_LENGTH = POLE_MASS * HALF_POLE_LENGTH;
    private static final double FORCE = 10.0;
    private static final double STEP_S = 0.02;
    private static final double RESET_RANGE = 0.05;

    private static final List<String> STATE_NAMES = List.of("position", "velocity", "angle", "angular velocity");
    private static final int TRACK_COLUMNS = 61;
    private static final int POLE_ROWS = 6;

    private final int maxEpisodeSteps;
    private final boolean isMasked;
    private final RandomGenerator random;
    private double position;
    private double velocity;
    private double angle;
    private double angularVelocity;
    private int steps;
    private boolean isOver = true;

    /** All four numbers are seen. */
    public CartPole(int maxEpisodeSteps, RandomGenerator random) {
        this(maxEpisodeSteps, false, random);
    }

    /**
     * @param maxEpisodeSteps steps after which an episode is truncated, at least 1
     * @param isMasked        whether the two velocities are hidden
     */
    public CartPole(int maxEpisodeSteps, boolean isMasked, RandomGenerator random) {
        if (maxEpisodeSteps < 1) {
            throw new IllegalArgumentException("max-episode-steps is " + maxEpisodeSteps + "; expected at least 1");
        }
        this.maxEpisodeSteps = maxEpisodeSteps;
        this.isMasked = isMasked;
        this.random = random;
    }

    @Override
    public void reset(Observation observation) {
        begin(uniform(), uniform(), uniform(), uniform());
        write(observation);
    }

    /** Begins an episode in this state. */
    void begin(double newPosition, double newVelocity, double newAngle, double newAngularVelocity) {
        position = newPosition;
        velocity = newVelocity;
        angle = newAngle;
        angularVelocity = newAngularVelocity;
        steps = 0;
        isOver = false;
    }

    @Override
    public void step(int action, StepOutcome outcome) {
        if (action != 0 && action != 1) {
            throw new IllegalArgumentException("CartPole got action " + action + "; expected 0 (left) or 1 (right)");
        }
        if (isOver) {
            throw new IllegalStateException("CartPole was stepped without a reset after its episode's end");
        }
        double force = action == 1 ? FORCE : -FORCE;
        double cosine = Math.cos(angle);
        double sine = Math.sin(angle);
        double pull = (force + POLE_MASS_LENGTH * (angularVelocity * angularVelocity) * sine) / TOTAL_MASS;
        double angularAcceleration = (GRAVITY * sine - cosine * pull)
            / (HALF_POLE_LENGTH * (4.0 / 3.0 - POLE_MASS * (cosine * cosine) / TOTAL_MASS));
        double acceleration = pull - POLE_MASS_LENGTH * angularAcceleration * cosine / TOTAL_MASS;

        position += STEP_S * velocity;
        velocity += STEP_S * acceleration;
        angle += STEP_S * angularVelocity;
        angularVelocity += STEP_S * angularAcceleration;
        steps++;

        boolean isTerminated = Math.abs(position) > POSITION_LIMIT || Math.abs(angle) > ANGLE_LIMIT;
        boolean isTruncated = !isTerminated && steps >= maxEpisodeSteps;
        isOver = isTerminated || isTruncated;
        write(outcome.observation());
        outcome.reward(1).terminated(isTerminated).truncated(isTruncated);
    }

    @Override
    public String render() {
        int cart = column(position);
        StringBuilder text = new StringBuilder();
        for (int row = POLE_ROWS; row >= 1; row--) {
            // The pole is 1 m long and the track 4.8 m wide: the same scale both ways, a character being twice as high.
            double height = (row - 0.5) / POLE_ROWS;
            int at = column(position + height * Math.sin(angle));
            char stroke = angle > 0.03 ? '/' : angle < -0.03 ? '\\' : '|';
            text.append(line(at, String.valueOf(stroke))).append('\n');
        }
        text.append(line(cart - 2, "[=o=]")).append('\n');
        text.append('|').append("-".repeat(TRACK_COLUMNS - 2)).append("|\n");
        return text.append(String.format(Locale.ROOT, "step %d   position %+.2f m   angle %+.1f°", steps, position,
            Math.toDegrees(angle))).toString();
    }

    @Override
    public List<String> stateNames() {
        return STATE_NAMES;
    }

    @Override
    public double[] state() {
        return new double[] {position, velocity, angle, angularVelocity};
    }

    @Override
    public void begin(double[] state) {
        NumericState.check(state, STATE_NAMES);
        begin(state[0], state[1], state[2], state[3]);
    }

    private void write(Observation observation) {
        observation.putFloat(0, 0, (float) position);
        if (isMasked) {
            observation.putFloat(0, 1, (float) angle);
            return;
        }
        observation.putFloat(0, 1, (float) velocity);
        observation.putFloat(0, 2, (float) angle);
        observation.putFloat(0, 3, (float) angularVelocity);
    }

    private double uniform() {
        return -RESET_RANGE + 2 * RESET_RANGE * random.nextDouble();
    }

    private static int column(double metres) {
        return (int) Math.round((metres / POSITION_LIMIT + 1) / 2 * (TRACK_COLUMNS - 1));
    }

    private static String line(int from, String drawing) {
        int start = Math.max(0, Math.min(from, TRACK_COLUMNS - drawing.length()));
        return " ".repeat(start) + drawing + " ".repeat(TRACK_COLUMNS - drawing.length() - start);
    }
}
