package io.troupe.common.config;

/** {@code evaluation} of the configuration. */
public record EvaluationSettings(
    int episodes,
    double intervalS,
    double epsilon) {
}
