package io.troupe.learner.sampling;

/**
 * A shard as the learner sees it.
 *
 * @param priorityMass the tree's total, as a number (the wire's fixed point over 2^32)
 * @param storedSteps  environment steps ever stored
 * @param sizeRecords  records held
 * @param sampledRows  rows of it that were learned from or are about to be
 */
public record ShardView(long storeId, int nodeId, boolean isLiving, double priorityMass, long samplableWindows,
                        long storedSteps, long sizeRecords, long sampledRows, long sentUpdates) {
}
