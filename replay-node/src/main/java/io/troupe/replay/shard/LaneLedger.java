package io.troupe.replay.shard;

/**
 * How much of a lane a shard has stored.
 *
 * @param storedRecords records below this number are or were stored, those of the lane's time at this shard
 * @param storedSteps   env steps among them
 */
public record LaneLedger(long laneId, int epoch, long storedRecords, long storedSteps) {
}
