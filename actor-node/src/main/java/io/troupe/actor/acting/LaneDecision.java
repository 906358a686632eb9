package io.troupe.actor.acting;

import io.troupe.common.attention.WatchedDecision;

/**
 * A decision of a lane.
 *
 * @param epsilon share of random actions of the lane, of which this may be one
 */
public record LaneDecision(long laneId, long weightsVersion, double epsilon, WatchedDecision decision) {
}
