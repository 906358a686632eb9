package io.troupe.replay.shard;

/**
 * What became of a message of steps. All but INVALID, NO_ROOM and LIMITED are told to the actor by the next
 * acknowledgement.
 */
public enum AppendResult {
    /** All its records are stored: now, or partly before. */
    STORED,
    /** Its records were stored before; first priorities that were missing are taken. */
    DUPLICATE,
    /** Records before it are missing: nothing is stored. The acknowledgement tells which is expected. */
    GAP,
    /** The lane has moved on to a later epoch: nothing is stored. */
    STALE_EPOCH,
    /** Its records hold what no step can hold, or its lane is another node's: nothing is stored. */
    INVALID,
    /** It is a new lane's, and the shard has no room for one more: nothing is stored. */
    NO_ROOM,
    /** The rate limiter is closed: nothing is stored, and nothing is acknowledged. Offer the message again later. */
    LIMITED
}
