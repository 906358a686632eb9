package io.troupe.replay.shard;

import org.agrona.DirectBuffer;

/** Port: the way of a {@link io.troupe.common.wire.BatchMessage} to the learner. Called by the shard's thread. */
@FunctionalInterface
public interface BatchSink {
    /**
     * Sends one encoded message; copies the bytes before it returns.
     *
     * @return false where the learner cannot take it now: the shard keeps it and offers it again later
     */
    boolean offer(DirectBuffer message, int offset, int length);
}
