package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.environment.NumericState;
import io.troupe.common.environment.Observation;
import io.troupe.common.environment.StepOutcome;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Two links hang from a fixed point, and a motor in the joint between them swings the lower one's end up: Acrobot-v1 of
 * Gymnasium, after Sutton 1996, with the dynamics of Sutton and Barto's book. Same equations in the same order of
 * operations, in double precision: one step of the Runge-Kutta method of fourth order over 0.2 s. Each link is 1 m long
 * and weighs 1 kg, its centre of mass lies in its middle, its moment of inertia is 1 kg m²; g = 9.8 m/s².
 *
 * <p>Actions: a torque of −1, 0 or 1 N m. State: θ1 (the upper link against the vertical; 0 hangs), θ2 (the lower link
 * against the upper one), both brought to −π … π, and their velocities, bounded to ±4π and ±9π rad/s. Observation: cos
 * θ1, sin θ1, cos θ2, sin θ2, both velocities (rad/s), as float32. Reward: −1 for a step, 0 for the one that ends the
 * episode. An episode begins with all four uniform in ±0.1, terminates when the lower end is more than 1 m above the
 * fixed point, −cos θ1 − cos(θ1 + θ2) > 1, and is truncated after {@code maxEpisodeSteps}. A step allocates nothing.
 */
final class Acrobot implements Environment, NumericState {
    private static final double STEP_S = 0.2;
    private static final double LENGTH = 1;
    private static final double MASS = 1;
    private static final double CENTRE = 0.5;
    private static final double INERTIA = 1;
    private static final double GRAVITY = 9.8;
    private static final double MAX_VELOCITY_1 = 4 * Math.PI;
    private static final double MAX_VELOCITY_2 = 9 * Math.PI;
    private static final double RESET_RANGE = 0.1;
    private static final List<String> STATE_NAMES = List.of("theta1", "theta2", "velocity1", "velocity2");

    private static final int DRAWN_COLUMNS = 45;
    private static final int DRAWN_ROWS = 19;
    private static final double DRAWN_HALF_M = 2.2;

    private final int maxEpisodeSteps;
    private final RandomGenerator random;
    private double theta1;
    private double theta2;
    private double velocity1;
    private double velocity2;
    /** What {@link #accelerate} has found. */
    private double acceleration1;
    private double acceleration2;
    private int steps;
    private boolean isOver = true;

    /** @param maxEpisodeSteps steps after which an episode is truncated, at least 1 */
    Acrobot(int maxEpisodeSteps, RandomGenerator random) {
        this.maxEpisodeSteps = maxEpisodeSteps;
        this.random = random;
    }

    @Override
    public void reset(Observation observation) {
        begin(uniform(), uniform(), uniform(), uniform());
        write(observation);
    }

    @Override
    public void step(int action, StepOutcome outcome) {
        if (action < 0 || action > 2) {
            throw new IllegalArgumentException(
                "Acrobot got action " + action + "; expected 0, 1 or 2, a torque of -1, 0 or 1 N m");
        }
        if (isOver) {
            throw new IllegalStateException("Acrobot was stepped without a reset after its episode's end");
        }
        integrate(action - 1);
        theta1 = wrapped(theta1);
        theta2 = wrapped(theta2);
        velocity1 = Math.min(Math.max(velocity1, -MAX_VELOCITY_1), MAX_VELOCITY_1);
        velocity2 = Math.min(Math.max(velocity2, -MAX_VELOCITY_2), MAX_VELOCITY_2);
        steps++;

        boolean isTerminated = -Math.cos(theta1) - Math.cos(theta2 + theta1) > 1;
        boolean isTruncated = !isTerminated && steps >= maxEpisodeSteps;
        isOver = isTerminated || isTruncated;
        write(outcome.observation());
        outcome.reward(isTerminated ? 0 : -1).terminated(isTerminated).truncated(isTruncated);
    }

    /** y ← y + h/6 (k₁ + 2k₂ + 2k₃ + k₄), where the slopes of the angles are the velocities at the same place. */
    private void integrate(double torque) {
        double half = STEP_S / 2;
        accelerate(theta1, theta2, velocity1, velocity2, torque);
        double firstOf1 = acceleration1;
        double firstOf2 = acceleration2;
        double second1 = velocity1 + half * firstOf1;
        double second2 = velocity2 + half * firstOf2;
        accelerate(theta1 + half * velocity1, theta2 + half * velocity2, second1, second2, torque);
        double secondOf1 = acceleration1;
        double secondOf2 = acceleration2;
        double third1 = velocity1 + half * secondOf1;
        double third2 = velocity2 + half * secondOf2;
        accelerate(theta1 + half * second1, theta2 + half * second2, third1, third2, torque);
        double thirdOf1 = acceleration1;
        double thirdOf2 = acceleration2;
        double fourth1 = velocity1 + STEP_S * thirdOf1;
        double fourth2 = velocity2 + STEP_S * thirdOf2;
        accelerate(theta1 + STEP_S * third1, theta2 + STEP_S * third2, fourth1, fourth2, torque);

        theta1 += STEP_S / 6 * (velocity1 + 2 * second1 + 2 * third1 + fourth1);
        theta2 += STEP_S / 6 * (velocity2 + 2 * second2 + 2 * third2 + fourth2);
        velocity1 += STEP_S / 6 * (firstOf1 + 2 * secondOf1 + 2 * thirdOf1 + acceleration1);
        velocity2 += STEP_S / 6 * (firstOf2 + 2 * secondOf2 + 2 * thirdOf2 + acceleration2);
    }

    /** The equations of motion (Sutton and Barto, Reinforcement Learning, the acrobot's example; d and φ as there). */
    private void accelerate(double angle1, double angle2, double w1, double w2, double torque) {
        double sine2 = Math.sin(angle2);
        double cosine2 = Math.cos(angle2);
        double d1 = MASS * (CENTRE * CENTRE)
            + MASS * (LENGTH * LENGTH + CENTRE * CENTRE + 2 * LENGTH * CENTRE * cosine2) + INERTIA + INERTIA;
        double d2 = MASS * (CENTRE * CENTRE + LENGTH * CENTRE * cosine2) + INERTIA;
        double phi2 = MASS * CENTRE * GRAVITY * Math.cos(angle1 + angle2 - Math.PI / 2);
        double phi1 = -MASS * LENGTH * CENTRE * (w2 * w2) * sine2 - 2 * MASS * LENGTH * CENTRE * w2 * w1 * sine2
            + (MASS * CENTRE + MASS * LENGTH) * GRAVITY * Math.cos(angle1 - Math.PI / 2) + phi2;
        acceleration2 = (torque + d2 / d1 * phi1 - MASS * LENGTH * CENTRE * (w1 * w1) * sine2 - phi2)
            / (MASS * (CENTRE * CENTRE) + INERTIA - d2 * d2 / d1);
        acceleration1 = -(d2 * acceleration2 + phi1) / d1;
    }

    private static double wrapped(double angle) {
        double inside = angle;
        while (inside > Math.PI) {
            inside -= 2 * Math.PI;
        }
        while (inside < -Math.PI) {
            inside += 2 * Math.PI;
        }
        return inside;
    }

    @Override
    public String render() {
        char[][] rows = new char[DRAWN_ROWS][DRAWN_COLUMNS];
        for (int row = 0; row < DRAWN_ROWS; row++) {
            Arrays.fill(rows[row], row == row(1) ? '-' : ' ');
        }
        double jointX = Math.sin(theta1);
        double jointY = -Math.cos(theta1);
        for (int part = 0; part <= 10; part++) {
            double share = part / 10.0;
            rows[row(share * jointY)][column(share * jointX)] = '.';
            rows[row(jointY - share * Math.cos(theta1 + theta2))][column(jointX + share * Math.sin(theta1 + theta2))] = '.';
        }
        rows[row(0)][column(0)] = '+';
        rows[row(jointY)][column(jointX)] = 'o';
        StringBuilder text = new StringBuilder();
        for (char[] row : rows) {
            text.append(row).append('\n');
        }
        double height = jointY - Math.cos(theta1 + theta2);
        return text.append(String.format(Locale.ROOT, "step %d   height of the end %+.2f m (above the line: done)", steps,
            height)).toString();
    }

    @Override
    public List<String> stateNames() {
        return STATE_NAMES;
    }

    @Override
    public double[] state() {
        return new double[] {theta1, theta2, velocity1, velocity2};
    }

    @Override
    public void begin(double[] state) {
        NumericState.check(state, STATE_NAMES);
        begin(state[0], state[1], state[2], state[3]);
    }

    private void begin(double newTheta1, double newTheta2, double newVelocity1, double newVelocity2) {
        theta1 = newTheta1;
        theta2 = newTheta2;
        velocity1 = newVelocity1;
        velocity2 = newVelocity2;
        steps = 0;
        isOver = false;
    }

    private void write(Observation observation) {
        observation.putFloat(0, 0, (float) Math.cos(theta1));
        observation.putFloat(0, 1, (float) Math.sin(theta1));
        observation.putFloat(0, 2, (float) Math.cos(theta2));
        observation.putFloat(0, 3, (float) Math.sin(theta2));
        observation.putFloat(0, 4, (float) velocity1);
        observation.putFloat(0, 5, (float) velocity2);
    }

    private double uniform() {
        return -RESET_RANGE + 2 * RESET_RANGE * random.nextDouble();
    }

    private static int column(double metres) {
        return (int) Math.round((metres / DRAWN_HALF_M + 1) / 2 * (DRAWN_COLUMNS - 1));
    }

    private static int row(double metres) {
        return (int) Math.round((1 - metres / DRAWN_HALF_M) / 2 * (DRAWN_ROWS - 1));
    }
}
