package io.troupe.learner.learning;

/** From {@code initial} to {@code last} in a straight line over {@code steps} steps, then {@code last}. */
public record LinearSchedule(double initial, double last, long steps) {
    /** @param step steps done before, from 0 */
    public double at(long step) {
        return step >= steps ? last : initial + (last - initial) * ((double) step / steps);
    }
}
