package io.troupe.actor.transport;

import io.troupe.actor.acting.StepSink;
import io.troupe.common.transport.MessageHandler;
import io.troupe.common.transport.NodeTransport;
import io.troupe.common.transport.Receiver;
import io.troupe.common.transport.ShardPeer;
import io.troupe.common.transport.ShardSenders;
import io.troupe.common.transport.StreamKind;
import io.troupe.common.wire.AcksMessage;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * Steps over Aeron to the shards, and their acknowledgements. Used by the actor's thread, but for {@link #setShards}.
 * Calling {@link #reachableStores()} now and then is what opens the streams.
 */
public final class AeronStepSink implements StepSink, AutoCloseable {
    private static final int MAX_ACKS = 64;

    private final ShardSenders shards;
    private final Receiver receiver;
    private final AcksMessage acks = new AcksMessage();
    private final MessageHandler acksDecoder = this::onAcks;
    private final int maxMessageLength;
    private AcksHandler handler;
    private int ackCount;

    /** @param ownNodeId issued by the coordinator: shards send acknowledgements to it */
    public AeronStepSink(NodeTransport transport, int ownNodeId) {
        shards = new ShardSenders(transport, StreamKind.STEPS);
        receiver = transport.receiver(StreamKind.ACKS, ownNodeId);
        maxMessageLength = transport.maxMessageLength(StreamKind.STEPS);
    }

    /** All shards that there are now. From any thread; the actor's thread takes it over at its next call. */
    public void setShards(List<ShardPeer> peers) {
        shards.setShards(peers);
    }

    /** The longest message that {@link #offer} takes, in bytes. */
    public int maxMessageLength() {
        return maxMessageLength;
    }

    @Override
    public long[] reachableStores() {
        return shards.reachableStores();
    }

    @Override
    public boolean offer(long storeId, DirectBuffer message, int offset, int length) {
        return shards.offer(storeId, message, offset, length);
    }

    @Override
    public int pollAcks(AcksHandler acksHandler) {
        handler = acksHandler;
        ackCount = 0;
        receiver.poll(acksDecoder, MAX_ACKS);
        return ackCount;
    }

    @Override
    public void close() {
        shards.close();
        receiver.close();
    }

    private boolean onAcks(DirectBuffer buffer, int offset, int length) {
        if (!acks.wrap(buffer, offset, length)) {
            return false;
        }
        ackCount++;
        handler.onAcks(acks);
        return true;
    }
}
