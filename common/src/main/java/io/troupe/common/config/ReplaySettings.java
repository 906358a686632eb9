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
    int drainS,
    Defence defence) {
    public enum Durability { MEMORY, FSYNC }

    /**
     * Against an actor that wants to own the batches.
     *
     * @param priorityClipQuantile priorities above so many times this quantile of the learner's are clipped …
     * @param priorityClipFactor   … so many times
     * @param maxActorShare        of a shard's priority mass
     */
    public record Defence(boolean isEnabled, double priorityClipQuantile, double priorityClipFactor,
                          double maxActorShare) {
        public static final Defence OFF = new Defence(false, 0.999, 10, 0.5);
    }
}
