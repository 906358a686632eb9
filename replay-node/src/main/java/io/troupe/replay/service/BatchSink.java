package io.troupe.replay.service;

import org.agrona.DirectBuffer;

/** The way of {@link io.troupe.common.wire.BatchMessage}s to the learner. Used by the shard's thread. */
public interface BatchSink {
    /**
     * Sends one encoded message; copies the bytes before it returns.
     *
     * @return false where the learner cannot take it now: the rows stay owed
     */
    boolean offer(DirectBuffer message, int offset, int length);

    /** The longest message that can be sent, in bytes: more rows go into several. */
    int maxMessageLength();
}
