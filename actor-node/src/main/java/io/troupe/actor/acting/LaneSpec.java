package io.troupe.actor.acting;

/**
 * One lane to run.
 *
 * @param laneId  issued by the coordinator, never used before
 * @param epsilon share of random actions, 0 … 1
 * @param seed    of the lane's environment and of its exploration
 */
public record LaneSpec(long laneId, double epsilon, long seed) {
    public LaneSpec {
        if (!(epsilon >= 0 && epsilon <= 1)) {
            throw new IllegalArgumentException("lane " + laneId + " has epsilon " + epsilon + "; expected 0 … 1");
        }
    }
}
