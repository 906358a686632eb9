package io.troupe.actor.acting;

import io.troupe.common.wire.AcksMessage;
import org.agrona.DirectBuffer;

/**
 * Port: the way of {@link io.troupe.common.wire.StepsMessage}s to the shards and of their acknowledgements back. All
 * methods are called by the actor's thread. A shard is named by the store of its files, which survives its restarts.
 */
public interface StepSink {
    /** Stores whose shards can be sent to now, in an order that is the same at every call while nothing changes. */
    long[] reachableStores();

    /**
     * Sends one encoded message; copies the bytes before it returns.
     *
     * @return false where the shard cannot take it now: offer it again later
     */
    boolean offer(long storeId, DirectBuffer message, int offset, int length);

    /** Hands over acknowledgements that have arrived. Returns how many. The message is valid during the call only. */
    int pollAcks(AcksHandler handler);

    /** Takes an acknowledgement. */
    @FunctionalInterface
    interface AcksHandler {
        void onAcks(AcksMessage acks);
    }
}
