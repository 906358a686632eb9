package io.troupe.common.metrics;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Events per second over the last seconds, from a count that only grows. Used by one thread. Holds a few hundred points
 * at most, whatever the window and however often it is asked.
 */
public final class RateMeter {
    /** Points kept over a window: so finely the window moves along, which is as finely as a rate is looked at. */
    private static final int POINTS = 200;

    private record Point(double timeS, long count) {
    }

    private final double windowS;
    private final Deque<Point> points = new ArrayDeque<>();

    public RateMeter(double windowS) {
        this.windowS = windowS;
    }

    /** Takes the count as it is at {@code timeS}, and returns the rate since the oldest point of the window. */
    public double rate(double timeS, long count) {
        while (points.size() > 1 && points.peekFirst().timeS() < timeS - windowS) {
            points.removeFirst();
        }
        Point oldest = points.peekFirst();
        if (oldest == null || timeS - points.peekLast().timeS() >= windowS / POINTS) {
            points.addLast(new Point(timeS, count));
        }
        double elapsedS = oldest == null ? 0 : timeS - oldest.timeS();
        return elapsedS <= 0 ? 0 : Math.max(0, count - oldest.count()) / elapsedS;
    }

    int points() {
        return points.size();
    }
}
