package io.troupe.learner.status;

/**
 * Something that happened in a run and that a person wants to know of.
 *
 * @param id      counts the run's events from 1, over all its starts
 * @param at      wall clock, ISO 8601
 * @param timeS   seconds since the first environment step
 * @param message one line
 */
public record RunEvent(long id, String at, double timeS, Kind kind, String message) {
    /** What kind of thing it is. */
    public enum Kind { STARTED, JOINED, LEFT, PAUSED, RESUMED, CHECKPOINT, BEST, EVALUATION, STOPPING, PROBLEM }
}
