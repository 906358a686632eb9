package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.environment.Observation;
import io.troupe.common.environment.StepOutcome;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * A car between two flags, heaven and hell, at ±1; which is which is told only near a third place, the priest's, at
 * 0.5. CarFlag as DTQN plays it (Esslinger, Platt and Amato 2022, arXiv 2206.01078, and its code).
 *
 * <p>Actions: 0 push to the left, 1 none, 2 push to the right; a push changes the velocity by 0.0015, and |velocity|
 * is at most 0.07. Observation: position, velocity, direction; the direction is the side of heaven (1 right, −1 left)
 * where |position − 0.5| ≤ 0.2 after a step, and 0 elsewhere. Reward: 1 for reaching heaven, −1 for reaching hell, 0
 * for every other step. An episode begins at rest within ±0.2, terminates at a flag, and is truncated after {@code
 * maxEpisodeSteps}. The best return is 1. It does not take a memory: a car that comes slowly enough to turn within the
 * priest's reach carries the answer in its velocity. A step allocates nothing.
 */
final class CarFlag implements Environment {
    private static final double POWER = 0.0015;
    private static final double MAX_VELOCITY = 0.07;
    private static final double FLAG = 1.0;
    private static final double PRIEST = 0.5;
    private static final double PRIEST_REACH = 0.2;
    private static final double RESET_RANGE = 0.2;
    private static final double DRAWN_HALF = 1.1;
    private static final int TRACK_COLUMNS = 61;

    private final int maxEpisodeSteps;
    private final RandomGenerator random;
    private int heaven;
    private double position;
    private double velocity;
    private int direction;
    private int steps;
    private boolean isOver = true;

    CarFlag(int maxEpisodeSteps, RandomGenerator random) {
        this.maxEpisodeSteps = maxEpisodeSteps;
        this.random = random;
    }

    @Override
    public void reset(Observation observation) {
        begin(random.nextBoolean() ? 1 : -1, -RESET_RANGE + 2 * RESET_RANGE * random.nextDouble(), 0);
        write(observation);
    }

    /** Begins an episode in this state. */
    void begin(int newHeaven, double newPosition, double newVelocity) {
        heaven = newHeaven;
        position = newPosition;
        velocity = newVelocity;
        direction = 0;
        steps = 0;
        isOver = false;
    }

    @Override
    public void step(int action, StepOutcome outcome) {
        if (action < 0 || action > 2) {
            throw new IllegalArgumentException(
                "CarFlag got action " + action + "; expected 0 (left), 1 (none) or 2 (right)");
        }
        if (isOver) {
            throw new IllegalStateException("CarFlag was stepped without a reset after its episode's end");
        }
        velocity = Math.max(-MAX_VELOCITY, Math.min(MAX_VELOCITY, velocity + (action - 1) * POWER));
        position += velocity;
        direction = position >= PRIEST - PRIEST_REACH && position <= PRIEST + PRIEST_REACH ? heaven : 0;
        steps++;

        int reached = position >= FLAG ? 1 : position <= -FLAG ? -1 : 0;
        boolean isTruncated = reached == 0 && steps >= maxEpisodeSteps;
        isOver = reached != 0 || isTruncated;
        write(outcome.observation());
        outcome.reward(reached * heaven).terminated(reached != 0).truncated(isTruncated);
    }

    @Override
    public String render() {
        StringBuilder track = new StringBuilder("-".repeat(TRACK_COLUMNS));
        for (int at = column(PRIEST - PRIEST_REACH); at <= column(PRIEST + PRIEST_REACH); at++) {
            track.setCharAt(at, '=');
        }
        track.setCharAt(column(heaven * FLAG), 'H');
        track.setCharAt(column(-heaven * FLAG), 'X');
        String car = " ".repeat(Math.max(0, column(position) - 1)) + "<o>";
        String told = direction == 0 ? "" : direction > 0 ? "   heaven is right" : "   heaven is left";
        return car + "\n" + track + "\n" + String.format(Locale.ROOT, "step %d   position %+.2f   velocity %+.4f%s",
            steps, position, velocity, told);
    }

    private void write(Observation observation) {
        observation.putFloat(0, 0, (float) position);
        observation.putFloat(0, 1, (float) velocity);
        observation.putFloat(0, 2, direction);
    }

    private static int column(double at) {
        return (int) Math.round((at / DRAWN_HALF + 1) / 2 * (TRACK_COLUMNS - 1));
    }
}
