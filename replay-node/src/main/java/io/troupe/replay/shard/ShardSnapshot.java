package io.troupe.replay.shard;

import io.troupe.common.agent.TimeSpent;
import io.troupe.common.metrics.ShardNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A shard's state at one moment, for whoever watches it.
 *
 * @param sizeRecords      records held, closing records included
 * @param sizeSteps        env steps held
 * @param capacityRecords  records that fit
 * @param priorityMass     Σ priority^α of the samplable windows
 * @param storedSteps      env steps stored for the first time since the files were made
 * @param evictedSteps     those of them that are not held any more
 * @param updatedPriorities and the counts after it: since the shard was opened
 * @param staleRecords     records of an epoch that the lane has left
 * @param gapMessages      messages refused because records before them were missing
 * @param tornRecords      records found damaged when the shard was opened
 * @param tornSegments     segments whose headers were damaged then: they are dropped
 * @param tornStates       recurrent states that were damaged then: they are dropped
 * @param droppedStates    recurrent states that came for records that are not held, or for which there was no room
 * @param hasDroppedStates whether the shard held recurrent states of another network or window when it was opened,
 *     which were dropped
 * @param clampedMasses    priorities too high for the tree
 * @param droppedRequests  requests given up because too many waited
 * @param refusedLanes      messages refused because the shard had no room for their lane
 * @param clippedPriorities priorities, and masses, that the defence made smaller
 */
public record ShardSnapshot(
    long storeId,
    long sizeRecords,
    long sizeSteps,
    long capacityRecords,
    long samplableWindows,
    double priorityMass,
    float maxPriority,
    long storedSteps,
    long evictedSteps,
    long sampledRows,
    long owedRows,
    long updatedPriorities,
    long lateUpdates,
    long refusedPriorities,
    long malformedMessages,
    long duplicateRecords,
    long staleRecords,
    long gapMessages,
    long tornRecords,
    long tornSegments,
    long tornStates,
    long droppedStates,
    boolean hasDroppedStates,
    long clampedMasses,
    long droppedRequests,
    boolean isLimited,
    long refusedLanes,
    long clippedPriorities,
    long boundedMasses,
    TimeSpent time,
    List<LaneLedger> lanes) implements ShardNumbers {
    public ShardSnapshot {
        lanes = List.copyOf(lanes);
    }

    @Override
    public long capacitySteps() {
        return capacityRecords;
    }

    /**
     * What was found damaged, or did not fit any more, when the shard was opened: in words. Empty where all was there.
     */
    public Optional<String> openingLoss() {
        List<String> lost = new ArrayList<>();
        if (tornSegments > 0) {
            lost.add(tornSegments + " damaged segments of records");
        }
        if (tornRecords > 0) {
            lost.add(tornRecords + " damaged records");
        }
        if (tornStates > 0) {
            lost.add(tornStates + " damaged recurrent states");
        }
        if (hasDroppedStates) {
            lost.add("its recurrent states, which are of another network or too few for this window");
        }
        return lost.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", lost) + "; the rest is kept");
    }
}
