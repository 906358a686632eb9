package io.troupe.learner.transport;

import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.transport.MessageHandler;
import io.troupe.common.transport.NodeTransport;
import io.troupe.common.transport.Receiver;
import io.troupe.common.transport.ShardPeer;
import io.troupe.common.transport.ShardSenders;
import io.troupe.common.transport.StreamKind;
import io.troupe.common.wire.BatchMessage;
import io.troupe.learner.sampling.ShardRequests;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * Feedback over Aeron to the shards, and their batches. Used by the learner's thread, but for {@link #setShards}.
 * Calling {@link #reachableStores()} now and then is what opens the streams.
 */
public final class AeronShardLinks implements ShardRequests, AutoCloseable {
    private final ShardSenders shards;
    private final Receiver receiver;
    private final BatchMessage batch;
    private final MessageHandler batchDecoder = this::onBatch;
    private final int maxMessageLength;
    private BatchHandler handler;

    /** @param ownNodeId issued by the coordinator: shards send batches to it */
    public AeronShardLinks(NodeTransport transport, int ownNodeId, StepLayout layout, WindowSpec window) {
        shards = new ShardSenders(transport, StreamKind.FEEDBACK);
        receiver = transport.receiver(StreamKind.BATCHES, ownNodeId);
        batch = new BatchMessage(layout, window);
        maxMessageLength = transport.maxMessageLength(StreamKind.FEEDBACK);
    }

    /** All shards that there are now. From any thread; the learner's thread takes it over at its next call. */
    public void setShards(List<ShardPeer> peers) {
        shards.setShards(peers);
    }

    /** Stores whose shards can be sent to now, in the order of their numbers. The same array while nothing changes. */
    public long[] reachableStores() {
        return shards.reachableStores();
    }

    /** The longest message that {@link #offer} takes, in bytes. */
    public int maxMessageLength() {
        return maxMessageLength;
    }

    @Override
    public boolean offer(long storeId, DirectBuffer message, int offset, int length) {
        return shards.offer(storeId, message, offset, length);
    }

    /**
     * Hands over what has arrived, at most {@code maxMessages}. Does not block.
     *
     * @return work done: more than 0 also where a long message has arrived in part
     */
    public int pollBatches(BatchHandler batchHandler, int maxMessages) {
        handler = batchHandler;
        return receiver.poll(batchDecoder, maxMessages);
    }

    @Override
    public void close() {
        shards.close();
        receiver.close();
    }

    private boolean onBatch(DirectBuffer buffer, int offset, int length) {
        if (!batch.wrap(buffer, offset, length)) {
            return false;
        }
        handler.onBatch(batch);
        return true;
    }
}
