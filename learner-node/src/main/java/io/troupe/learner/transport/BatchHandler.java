package io.troupe.learner.transport;

import io.troupe.common.wire.BatchMessage;

/** Takes rows of a batch, or with 0 rows a shard's state, on the thread that polls. */
@FunctionalInterface
public interface BatchHandler {
    /** @param message valid during the call only */
    void onBatch(BatchMessage message);
}
