package io.troupe.learner.sampling;

/** What did not go the usual way, counted since the start. The sampler's thread writes, any may read a little late. */
public final class SamplerCounters {
    long lateRows;
    long redrawnRows;
    long droppedUpdates;
    long unknownMessages;
    long malformedPieces;

    SamplerCounters() {
    }

    /** Rows that came after their batch was whole or given up, or beyond what was asked for. */
    public long lateRows() {
        return lateRows;
    }

    /** Rows that were asked of other shards because the first did not deliver. */
    public long redrawnRows() {
        return redrawnRows;
    }

    /** Priorities that were not sent, because their shard has left or takes nothing. */
    public long droppedUpdates() {
        return droppedUpdates;
    }

    /** Messages of stores that are not, or no longer, members. */
    public long unknownMessages() {
        return unknownMessages;
    }

    /** Pieces with a probability that is none or a length outside the window: refused as a whole. */
    public long malformedPieces() {
        return malformedPieces;
    }
}
