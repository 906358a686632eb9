package io.troupe.common.metrics;

import static io.troupe.common.metrics.MeterGroup.Definition.counter;
import static io.troupe.common.metrics.MeterGroup.Definition.gauge;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A shard as meters: {@code troupe_replay_…}, the same at the learner and at the shard itself. */
public final class ShardMeters {
    private static final double NS = 1e9;

    private static final List<MeterGroup.Definition<ShardNumbers>> NUMBERS = List.of(
        gauge("troupe.replay.size.steps", "Steps held", ShardNumbers::sizeSteps),
        gauge("troupe.replay.capacity.steps", "Steps that can be held", ShardNumbers::capacitySteps),
        gauge("troupe.replay.samplable.windows", "Windows that can be drawn", ShardNumbers::samplableWindows),
        gauge("troupe.replay.priority.mass", "Sum of the priority masses", ShardNumbers::priorityMass),
        counter("troupe.replay.stored.steps", "Steps stored", ShardNumbers::storedSteps),
        counter("troupe.replay.evicted.steps", "Steps that gave way to newer ones", ShardNumbers::evictedSteps),
        counter("troupe.replay.sampled.rows", "Windows sent to the learner", ShardNumbers::sampledRows),
        counter("troupe.replay.updated.priorities", "Priorities that the learner has renewed",
            ShardNumbers::updatedPriorities),
        counter("troupe.replay.late.updates", "Priorities whose step was gone when they came",
            ShardNumbers::lateUpdates),
        counter("troupe.replay.refused.priorities", "Priorities that were not finite or negative",
            ShardNumbers::refusedPriorities),
        counter("troupe.replay.malformed.messages", "Messages with a wrong length or checksum",
            ShardNumbers::malformedMessages),
        counter("troupe.replay.duplicate.records", "Records that had been stored already",
            ShardNumbers::duplicateRecords),
        counter("troupe.replay.refused.lanes", "Messages refused because the shard had no room for their lane",
            ShardNumbers::refusedLanes),
        counter("troupe.replay.clipped.priorities", "Priorities that the defence has clipped",
            ShardNumbers::clippedPriorities),
        counter("troupe.replay.bounded.masses", "Priority masses that the defence has made smaller",
            ShardNumbers::boundedMasses),
        counter("troupe.replay.torn.records", "Records found damaged when the shard was opened",
            ShardNumbers::tornRecords),
        counter("troupe.replay.torn.segments", "Segments found damaged when the shard was opened",
            ShardNumbers::tornSegments),
        counter("troupe.replay.torn.states", "Recurrent states found damaged when the shard was opened",
            ShardNumbers::tornStates),
        counter("troupe.replay.dropped.states", "Recurrent states without a record that is held, or without room",
            ShardNumbers::droppedStates),
        gauge("troupe.replay.other.states", "1 where recurrent states of another network or window were dropped",
            shard -> shard.hasDroppedStates() ? 1 : 0),
        counter("troupe.replay.working.seconds", "Seconds in which the shard worked",
            shard -> shard.time().workingNs() / NS),
        counter("troupe.replay.waiting.for.inserts.seconds", "Seconds in which the shard had nothing to draw",
            shard -> shard.time().waitingForInsertsNs() / NS),
        counter("troupe.replay.waiting.for.samples.seconds", "Seconds in which the shard waited for the learner",
            shard -> shard.time().waitingForSamplesNs() / NS),
        counter("troupe.replay.limited.seconds", "Seconds in which the rate limiter held inserts back",
            shard -> shard.time().limitedNs() / NS),
        gauge("troupe.replay.limited", "1 while the rate limiter holds inserts back, else 0",
            shard -> shard.isLimited() ? 1 : 0));

    private ShardMeters() {
    }

    /** @param isDraining whether the shard is about to leave, which its steps do not know */
    public static <T extends ShardNumbers> List<MeterGroup.Definition<? super T>> of(Predicate<T> isDraining) {
        List<MeterGroup.Definition<? super T>> all = new ArrayList<>(NUMBERS);
        all.add(gauge("troupe.replay.draining", "1 while the shard is about to leave, else 0",
            (T shard) -> isDraining.test(shard) ? 1 : 0));
        return all;
    }
}
