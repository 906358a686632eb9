package io.troupe.common.metrics;

import io.troupe.common.agent.TimeSpent;

/** What {@link ShardMeters} tells of a shard; counts are since its files were made, or since it was opened. */
public interface ShardNumbers {
    long sizeSteps();

    long capacitySteps();

    long samplableWindows();

    long storedSteps();

    long evictedSteps();

    long sampledRows();

    long updatedPriorities();

    long lateUpdates();

    long refusedPriorities();

    long malformedMessages();

    long duplicateRecords();

    long refusedLanes();

    long clippedPriorities();

    long boundedMasses();

    long tornRecords();

    long tornSegments();

    long tornStates();

    long droppedStates();

    /** Of all windows that can be drawn. */
    double priorityMass();

    /** Whether recurrent states of another network or window were dropped when it was opened. */
    boolean hasDroppedStates();

    /** Whether the rate limiter holds it back. */
    boolean isLimited();

    TimeSpent time();
}
