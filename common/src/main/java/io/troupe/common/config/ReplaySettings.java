package io.troupe.common.config;

import java.util.OptionalDouble;

/** {@code replay} of the configuration. */
public record ReplaySettings(
    int shards,
    long capacitySteps,
    int segmentSteps,
    double priorityExponent,
    long minSizeSteps,
    OptionalDouble samplesPerInsert,
    long errorBufferSteps,
    Durability durability,
    String directory,
    int drainS) {
    public enum Durability { MEMORY, FSYNC }
}
