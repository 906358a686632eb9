package io.troupe.common.config;

import java.util.OptionalDouble;

/** {@code run} of the configuration. */
public record RunSettings(
    long seed,
    long maxEnvSteps,
    OptionalDouble untilReturn,
    String directory,
    boolean isStartPaused,
    int checkpointIntervalS,
    int checkpointsKept,
    boolean hasTensorBoard) {
}
