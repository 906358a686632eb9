package io.troupe.actor.environment;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Discs in the plane of a {@link RobotArm}, the same ones in all episodes. */
final class ArmObstacles {
    private static final double NEAREST = 0.45;
    private static final double FURTHEST = 0.85;
    private static final double THINNEST = 0.08;
    private static final double THICKEST = 0.15;

    /** x, y and radius of each, in arm lengths. */
    private final double[] discs;

    /** @param discs x, y and radius of each */
    ArmObstacles(double... discs) {
        this.discs = discs.clone();
    }

    /** Around the base, one in each sector of the circle, so that there is a way between them. */
    static ArmObstacles drawn(int count, long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        double[] discs = new double[3 * count];
        for (int each = 0; each < count; each++) {
            double angle = 2 * Math.PI * (each + random.nextDouble(0.25, 0.75)) / count;
            double distance = random.nextDouble(NEAREST, FURTHEST);
            discs[3 * each] = distance * Math.cos(angle);
            discs[3 * each + 1] = distance * Math.sin(angle);
            discs[3 * each + 2] = random.nextDouble(THINNEST, THICKEST);
        }
        return new ArmObstacles(discs);
    }

    int count() {
        return discs.length / 3;
    }

    double x(int each) {
        return discs[3 * each];
    }

    double y(int each) {
        return discs[3 * each + 1];
    }

    double radius(int each) {
        return discs[3 * each + 2];
    }

    /** Whether the line from one point to the other comes into one of the discs. */
    boolean touch(double fromX, double fromY, double toX, double toY) {
        double alongX = toX - fromX;
        double alongY = toY - fromY;
        double squared = alongX * alongX + alongY * alongY;
        for (int each = 0; each < count(); each++) {
            double part = squared == 0 ? 0
                : Math.max(0, Math.min(1, ((x(each) - fromX) * alongX + (y(each) - fromY) * alongY) / squared));
            if (Math.hypot(fromX + part * alongX - x(each), fromY + part * alongY - y(each)) < radius(each)) {
                return true;
            }
        }
        return false;
    }
}
