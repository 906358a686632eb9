package io.troupe.common.metrics;

import java.util.ArrayDeque;
import java.util.Deque;

/** Events per second over the last seconds, from a count that only grows. Used by one thread. */
public final class RateMeter {
    private record Point(double timeS, long count) {
    }

    private final double windowS;
    private final Deque<Point> points = new ArrayDeque<>();

    public RateMeter(double windowS) {
        this.windowS = windowS;
    }

    /** Takes the count as it is at {@code timeS}, and returns the rate since the oldest point of the window. */
    public double rate(double timeS, long count) {
        points.addLast(new Point(timeS, count));
        while (points.size() > 2 && points.peekFirst().timeS() < timeS - windowS) {
            points.removeFirst();
        }
        Point oldest = points.peekFirst();
        double elapsedS = timeS - oldest.timeS();
        return elapsedS <= 0 ? 0 : Math.max(0, count - oldest.count()) / elapsedS;
    }
}
