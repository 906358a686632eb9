package io.troupe.learner.sampling;

/**
 * What did not go the usual way between the learner and its shards, since the learner's start.
 *
 * @param lateRows        rows that came after their batch was whole or given up, or beyond what was asked for
 * @param redrawnRows     rows that were asked of other shards because the first did not deliver
 * @param droppedUpdates  priorities that were not sent, because their shard has left or takes nothing
 * @param unknownMessages messages of stores that are not, or no longer, members
 * @param malformedPieces pieces of batches with impossible content: refused as a whole
 */
public record SamplerCounts(long lateRows, long redrawnRows, long droppedUpdates, long unknownMessages,
                            long malformedPieces) {
    public static final SamplerCounts NONE = new SamplerCounts(0, 0, 0, 0, 0);
}
