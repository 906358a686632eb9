package io.troupe.learner.sampling;

import org.agrona.DirectBuffer;

/** Port: the way of a {@link io.troupe.common.wire.FeedbackMessage} to its shard. */
public interface ShardRequests {
    /**
     * Sends to the shard with this store. Called by the learner's thread; copies the bytes before it returns.
     *
     * @return false where the shard cannot take it now; the caller offers it again later or gives it up
     */
    boolean offer(long storeId, DirectBuffer message, int offset, int length);
}
