package io.troupe.replay.shard;

/** What became of a message of steps. All but LIMITED are told to the actor by the next acknowledgement. */
public enum AppendResult {
    /** All its records are stored: now, or partly before. */
    STORED,
    /** Its records were stored before; first priorities that were missing are taken. */
    DUPLICATE,
    /** Records before it are missing: nothing is stored. The acknowledgement tells which is expected. */
    GAP,
    /** The lane has moved on to a later epoch: nothing is stored. */
    STALE_EPOCH,
    /** The rate limiter is closed: nothing is stored, and nothing is acknowledged. Offer the message again later. */
    LIMITED
}
