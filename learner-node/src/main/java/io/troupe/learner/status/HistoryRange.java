package io.troupe.learner.status;

/**
 * A part of a run's history.
 *
 * @param isOfTime   whether from and to are seconds of the run, and not env steps
 * @param resolution points at most, and evaluations at most
 */
public record HistoryRange(double from, double to, boolean isOfTime, int resolution) {
}
