package io.troupe.replay.shard;

import io.troupe.common.config.ReplaySettings;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.wire.StepsMessage;
import java.nio.file.Path;

/**
 * What a shard is made of.
 *
 * @param folder           of its files; no other shard's
 * @param capacitySteps    records that it holds; rounded up to whole segments, and to a few of the longest messages
 *     and windows
 * @param segmentSteps     S, records of one lane that are stored and evicted together
 * @param priorityExponent α
 * @param isForced         acknowledge only what was forced to the disk
 * @param maxMessageLength bytes of a batch message at most
 * @param stateFingerprint of the network that the recurrent states are of: states of another one are dropped. Empty
 *     where there are none
 * @param defence          against actors whose priorities are not to be trusted
 */
public record ReplayShardSettings(
    Path folder,
    StepLayout layout,
    WindowSpec window,
    long capacitySteps,
    int segmentSteps,
    double priorityExponent,
    boolean isForced,
    int maxMessageLength,
    String stateFingerprint,
    ReplaySettings.Defence defence) {
    private static final int MIN_SEGMENTS = 8;
    private static final int MIN_MESSAGES = 4;

    public ReplayShardSettings {
        long needed = (long) MIN_MESSAGES * (StepsMessage.MAX_RECORDS + window.lookBack() + window.horizon()
            + segmentSteps);
        capacitySteps = Math.max(capacitySteps, Math.max(needed, (long) MIN_SEGMENTS * segmentSteps));
    }

    /** Without recurrent states. */
    public ReplayShardSettings(Path folder, StepLayout layout, WindowSpec window, long capacitySteps, int segmentSteps,
                               double priorityExponent, boolean isForced, int maxMessageLength) {
        this(folder, layout, window, capacitySteps, segmentSteps, priorityExponent, isForced, maxMessageLength, "",
            ReplaySettings.Defence.OFF);
    }

    /** The same with this defence. */
    public ReplayShardSettings with(ReplaySettings.Defence newDefence) {
        return new ReplayShardSettings(folder, layout, window, capacitySteps, segmentSteps, priorityExponent, isForced,
            maxMessageLength, stateFingerprint, newDefence);
    }

    /** One of the shards of these settings, without recurrent states. */
    public static ReplayShardSettings of(ReplaySettings replay, Path folder, StepLayout layout, WindowSpec window,
                                         int maxMessageLength) {
        return of(replay, folder, layout, window, maxMessageLength, "");
    }

    /** One of the shards of these settings: each has its equal part of the capacity. */
    public static ReplayShardSettings of(ReplaySettings replay, Path folder, StepLayout layout, WindowSpec window,
                                         int maxMessageLength, String stateFingerprint) {
        long capacitySteps = (replay.capacitySteps() + replay.shards() - 1) / replay.shards();
        return new ReplayShardSettings(folder, layout, window, capacitySteps, replay.segmentSteps(),
            replay.priorityExponent(), replay.durability() == ReplaySettings.Durability.FSYNC, maxMessageLength,
            stateFingerprint, replay.defence());
    }
}
