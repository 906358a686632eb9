package io.troupe.replay.shard;

/**
 * How much of a lane a shard has stored.
 *
 * @param epochFirst    the first record of the epoch, where it is known that the epoch began at this shard; else −1.
 *                      After a restart it is a later one where the first records are evicted
 * @param storedRecords records below this number are or were stored, those of the lane's time at this shard
 * @param storedSteps   env steps among them
 */
public record LaneLedger(long laneId, int epoch, long epochFirst, long storedRecords, long storedSteps) {
}
