package io.troupe.replay.shard;

import io.troupe.replay.defence.MassAccount;

/** What the shard knows of one lane. */
final class Lane {
    static final int NONE = -1;

    final long laneId;
    int epoch;
    /** Every record of the lane below this number is or was stored here. */
    long nextRecord;
    /** Env steps of the lane ever stored here. */
    long storedSteps;
    /** Place of the newest segment of this epoch that is still held, or NONE. */
    int tail = NONE;
    /** Whether the tail may be appended to: not after it was found at the start. */
    boolean isTailOpen;
    /** Place of the newest segment of any epoch that is still held, or NONE. */
    int newest = NONE;
    /** A segment with this sequence or a higher one knows the lane better than its entry in the lane file. */
    long entrySequence;
    /** The running episode, up to the last record that windows were completed with. */
    final EpisodeCursor episode = new EpisodeCursor();
    /** No window of the running episode may start before this record. */
    long firstStart;
    /** The oldest start on the grid of the running episode whose window is not samplable yet. */
    long nextStart;
    final MassAccount account = new MassAccount();
    /** The actor that sends the lane; null while it has not since the shard started. */
    Sender sender;
    /** Whether it has gone to another shard, and has not come back. */
    boolean hasLeft;
    /** Whether the lane is counted against the shard's limit of lanes. */
    boolean isActive;

    Lane(long laneId) {
        this.laneId = laneId;
    }
}
