package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.environment.Observation;
import io.troupe.common.environment.StepOutcome;
import java.util.Arrays;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * A planar arm on a fixed base moves its joints one at a time until its tip is at the target, around round obstacles. The
 * task is the project's own, of the kind of Gymnasium's Reacher but with discrete moves: n links of length 1/n, so that it
 * reaches a circle of radius 1 around the base.
 *
 * <p>Actions: 2j turns joint j by one step to the left (counter-clockwise), 2j + 1 to the right; a joint stays within ±150°
 * of the link before it, the first one within ±180°, and a move that would bring a link into an obstacle is not made. Links
 * may cross each other.
 *
 * <p>Observation, float32: cosine and sine of each link's angle in the plane; the tip and the target, x and y; for each
 * obstacle x, y and radius; then the tip's x and y before each of the last h moves, the newest first, where an episode has
 * had none the first one. Lengths are in arm lengths.
 *
 * <p>Reward: the way that the tip has come nearer to the target, − 0.01, − 0.05 more for a move that is not made, and 1 more
 * when the tip is within 0.05 of the target, which terminates. Truncated after {@code maxEpisodeSteps}.
 *
 * <p>An episode begins in a pose without collision, of the {@link Starts}; the target is where the tip is after a walk of
 * random moves from there, at least 0.3 away, so that there is always a way. A step allocates nothing.
 */
final class RobotArm implements Environment {
    private static final double FREE_TURN = Math.toRadians(150);
    private static final double REACHED = 0.05;
    private static final double LEAST_WAY = 0.3;
    private static final int DRAWN_ROWS = 21;
    private static final int DRAWN_COLUMNS = 41;
    private static final float MOVE_REWARD = -0.01f;
    private static final float BLOCKED_REWARD = -0.05f;

    /**
     * What does not change.
     *
     * @param stepDegrees what a move turns a joint by; it divides 360
     * @param history     h, earlier places of the tip that are shown
     */
    record Shape(int joints, int stepDegrees, int history, int maxEpisodeSteps, Starts starts) {
        int numbers(int obstacles) {
            return 2 * joints + 4 + 3 * obstacles + 2 * history;
        }
    }

    private final Shape shape;
    private final ArmObstacles obstacles;
    private final RandomGenerator random;
    /** Of each joint, in steps from the link before it. */
    private final int[] turns;
    /** Ends of the links, x and y, the base first. */
    private final double[] ends;
    /** Of each link. */
    private final double[] angles;
    /** Earlier places of the tip, x and y, the newest first. */
    private final double[] path;
    private double targetX;
    private double targetY;
    private int steps;
    private boolean isOver = true;

    RobotArm(Shape shape, ArmObstacles obstacles, RandomGenerator random) {
        this.shape = shape;
        this.obstacles = obstacles;
        this.random = random;
        turns = new int[shape.joints()];
        angles = new double[shape.joints()];
        ends = new double[2 * shape.joints() + 2];
        path = new double[2 * shape.history()];
    }

    @Override
    public void reset(Observation observation) {
        int[] start = new int[turns.length];
        // Enough for the target to be elsewhere, however small the steps are.
        int walk = turns.length * 360 / shape.stepDegrees();
        do {
            drawPose();
            System.arraycopy(turns, 0, start, 0, turns.length);
            double x = tipX();
            double y = tipY();
            for (int move = 0; move < walk; move++) {
                tryMove(random.nextInt(2 * turns.length));
            }
            targetX = tipX();
            targetY = tipY();
            if (Math.hypot(targetX - x, targetY - y) >= LEAST_WAY) {
                break;
            }
        } while (true);
        begin(start, targetX, targetY);
        write(observation);
    }

    /** Begins an episode in this pose, in steps of each joint. */
    void begin(int[] pose, double newTargetX, double newTargetY) {
        System.arraycopy(pose, 0, turns, 0, turns.length);
        targetX = newTargetX;
        targetY = newTargetY;
        bend();
        for (int at = 0; at < path.length; at += 2) {
            path[at] = tipX();
            path[at + 1] = tipY();
        }
        steps = 0;
        isOver = false;
    }

    /** One of the starts, without a collision. */
    private void drawPose() {
        do {
            for (int joint = 0; joint < turns.length; joint++) {
                turns[joint] = random.nextInt(-limit(joint), limit(joint) + 1);
            }
            bend();
        } while (!shape.starts().has(Arrays.hashCode(turns)) || isBlocked());
    }

    private int limit(int joint) {
        return (int) Math.floor((joint == 0 ? Math.PI : FREE_TURN) / Math.toRadians(shape.stepDegrees()) + 1e-9);
    }

    @Override
    public void step(int action, StepOutcome outcome) {
        if (action < 0 || action >= 2 * turns.length) {
            throw new IllegalArgumentException("robot-arm got action " + action + "; expected 0 … "
                + (2 * turns.length - 1) + ", two for each joint");
        }
        if (isOver) {
            throw new IllegalStateException("robot-arm was stepped without a reset after its episode's end");
        }
        double before = distance();
        if (path.length > 0) {
            System.arraycopy(path, 0, path, 2, path.length - 2);
            path[0] = tipX();
            path[1] = tipY();
        }
        boolean isMoved = tryMove(action);
        double after = distance();
        steps++;
        boolean isReached = after <= REACHED;
        boolean isTruncated = !isReached && steps >= shape.maxEpisodeSteps();
        isOver = isReached || isTruncated;
        write(outcome.observation());
        outcome.reward((float) (before - after) + MOVE_REWARD + (isMoved ? 0 : BLOCKED_REWARD) + (isReached ? 1 : 0))
            .terminated(isReached).truncated(isTruncated);
    }

    /** Whether the move was made: at its limit or before an obstacle a joint stays. */
    private boolean tryMove(int action) {
        int joint = action / 2;
        int turn = turns[joint] + (action % 2 == 0 ? 1 : -1);
        // The first joint turns all the way round: its two limits are one place.
        if (Math.abs(turn) > limit(joint)) {
            if (joint > 0) {
                return false;
            }
            turn += turn > 0 ? -360 / shape.stepDegrees() : 360 / shape.stepDegrees();
        }
        int old = turns[joint];
        turns[joint] = turn;
        bend();
        if (isBlocked()) {
            turns[joint] = old;
            bend();
            return false;
        }
        return true;
    }

    /** Puts the links where the joints say. */
    private void bend() {
        double angle = 0;
        for (int link = 0; link < turns.length; link++) {
            angle += Math.toRadians(turns[link] * shape.stepDegrees());
            angles[link] = angle;
            ends[2 * link + 2] = ends[2 * link] + Math.cos(angle) / turns.length;
            ends[2 * link + 3] = ends[2 * link + 1] + Math.sin(angle) / turns.length;
        }
    }

    private boolean isBlocked() {
        for (int link = 0; link < turns.length; link++) {
            if (obstacles.touch(ends[2 * link], ends[2 * link + 1], ends[2 * link + 2], ends[2 * link + 3])) {
                return true;
            }
        }
        return false;
    }

    double tipX() {
        return ends[ends.length - 2];
    }

    double tipY() {
        return ends[ends.length - 1];
    }

    private double distance() {
        return Math.hypot(targetX - tipX(), targetY - tipY());
    }

    private void write(Observation observation) {
        int at = 0;
        for (double angle : angles) {
            observation.putFloat(0, at++, (float) Math.cos(angle));
            observation.putFloat(0, at++, (float) Math.sin(angle));
        }
        observation.putFloat(0, at++, (float) tipX());
        observation.putFloat(0, at++, (float) tipY());
        observation.putFloat(0, at++, (float) targetX);
        observation.putFloat(0, at++, (float) targetY);
        for (int each = 0; each < obstacles.count(); each++) {
            observation.putFloat(0, at++, (float) obstacles.x(each));
            observation.putFloat(0, at++, (float) obstacles.y(each));
            observation.putFloat(0, at++, (float) obstacles.radius(each));
        }
        for (double place : path) {
            observation.putFloat(0, at++, (float) place);
        }
    }

    @Override
    public String render() {
        char[][] drawn = new char[DRAWN_ROWS][DRAWN_COLUMNS];
        for (int row = 0; row < DRAWN_ROWS; row++) {
            for (int column = 0; column < DRAWN_COLUMNS; column++) {
                double x = 2.0 * column / (DRAWN_COLUMNS - 1) - 1;
                double y = 1 - 2.0 * row / (DRAWN_ROWS - 1);
                drawn[row][column] = obstacles.touch(x, y, x, y) ? '#' : ' ';
            }
        }
        for (int link = 0; link < turns.length; link++) {
            for (int part = 0; part <= 20; part++) {
                draw(drawn, ends[2 * link] + (ends[2 * link + 2] - ends[2 * link]) * part / 20,
                    ends[2 * link + 1] + (ends[2 * link + 3] - ends[2 * link + 1]) * part / 20, '*');
            }
        }
        draw(drawn, targetX, targetY, 'X');
        draw(drawn, tipX(), tipY(), '@');
        draw(drawn, 0, 0, 'O');
        StringBuilder text = new StringBuilder();
        for (char[] row : drawn) {
            text.append(new String(row).stripTrailing()).append('\n');
        }
        return text.append(String.format(Locale.ROOT, "step %d of %d   %.2f to the target", steps,
            shape.maxEpisodeSteps(), distance())).toString();
    }

    private static void draw(char[][] drawn, double x, double y, char mark) {
        int row = (int) Math.round((1 - y) / 2 * (DRAWN_ROWS - 1));
        int column = (int) Math.round((x + 1) / 2 * (DRAWN_COLUMNS - 1));
        drawn[Math.max(0, Math.min(DRAWN_ROWS - 1, row))][Math.max(0, Math.min(DRAWN_COLUMNS - 1, column))] = mark;
    }
}
