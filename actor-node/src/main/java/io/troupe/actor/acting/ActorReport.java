package io.troupe.actor.acting;

import io.troupe.common.agent.ActorStaleness;
import io.troupe.common.agent.ActorTime;
import java.util.List;

/**
 * An actor's numbers since its start.
 *
 * @param weightsVersion    of the weights that it acts by; 0 before the first
 * @param resentRecords     records sent again
 * @param skippedPriorities first priorities that were not finite and so were not sent
 * @param blockedNs         time that lanes had to wait for acknowledgements, summed over lanes
 * @param staleness         how old its weights are, and what that has cost
 * @param time              where its time has gone
 * @param isDrained         stepping has ended, and every record is acknowledged
 */
public record ActorReport(
    List<Lane> lanes,
    long weightsVersion,
    long resentRecords,
    long skippedPriorities,
    long environmentErrors,
    long blockedNs,
    ActorStaleness staleness,
    ActorTime time,
    boolean isDrained) {
    public ActorReport {
        lanes = List.copyOf(lanes);
    }

    /** @param producedRecords environment steps and closing records; {@code producedSteps} the steps among them */
    public record Lane(long laneId, long producedRecords, long producedSteps, long acknowledgedRecords, float epsilon) {
    }

    public long producedSteps() {
        return lanes.stream().mapToLong(Lane::producedSteps).sum();
    }

    public long producedRecords() {
        return lanes.stream().mapToLong(Lane::producedRecords).sum();
    }
}
