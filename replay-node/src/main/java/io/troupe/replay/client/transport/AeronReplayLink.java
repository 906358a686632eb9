package io.troupe.replay.client.transport;

import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.transport.MessageHandler;
import io.troupe.common.transport.NodePeer;
import io.troupe.common.transport.NodeTransport;
import io.troupe.common.transport.Receiver;
import io.troupe.common.transport.Sender;
import io.troupe.common.transport.StreamKind;
import io.troupe.common.wire.AcksMessage;
import io.troupe.common.wire.BatchMessage;
import io.troupe.replay.client.ReplayLink;
import java.util.function.Consumer;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;

/** The same four streams that actors and the learner have to a shard, by one client to one service. */
public final class AeronReplayLink implements ReplayLink {
    private static final int MAX_MESSAGES = 16;

    private final NodeTransport transport;
    private final Sender steps;
    private final Sender feedback;
    private final Receiver acksReceiver;
    private final Receiver batchReceiver;
    private final AcksMessage acks = new AcksMessage();
    private final BatchMessage batch;
    private final MessageHandler acksDecoder = this::onAcks;
    private final MessageHandler batchDecoder = this::onBatch;
    private Consumer<AcksMessage> acksHandler;
    private Consumer<BatchMessage> batchHandler;

    /** @param transport closed with the link */
    public AeronReplayLink(NodeTransport transport, int ownNodeId, int serviceNodeId, StepLayout layout,
                           WindowSpec window) {
        this.transport = transport;
        batch = new BatchMessage(layout, window);
        // Both use one media driver, so the service is where this client is.
        NodePeer service = new NodePeer(serviceNodeId, transport.endpoint());
        steps = transport.sender(StreamKind.STEPS, service);
        feedback = transport.sender(StreamKind.FEEDBACK, service);
        acksReceiver = transport.receiver(StreamKind.ACKS, ownNodeId);
        batchReceiver = transport.receiver(StreamKind.BATCHES, ownNodeId);
    }

    @Override
    public int maxStepsLength() {
        return steps.maxMessageLength();
    }

    @Override
    public int maxFeedbackLength() {
        return feedback.maxMessageLength();
    }

    @Override
    public boolean offerSteps(DirectBuffer message, int offset, int length) {
        return steps.offer(message, offset, length);
    }

    @Override
    public boolean offerFeedback(DirectBuffer message, int offset, int length) {
        return feedback.offer(message, offset, length);
    }

    @Override
    public void pollAcks(Consumer<AcksMessage> handler) {
        acksHandler = handler;
        acksReceiver.poll(acksDecoder, MAX_MESSAGES);
    }

    @Override
    public void pollBatches(Consumer<BatchMessage> handler) {
        batchHandler = handler;
        batchReceiver.poll(batchDecoder, MAX_MESSAGES);
    }

    @Override
    public void close() {
        CloseHelper.quietCloseAll(steps, feedback, acksReceiver, batchReceiver, transport);
    }

    private boolean onAcks(DirectBuffer buffer, int offset, int length) {
        boolean isWhole = acks.wrap(buffer, offset, length);
        if (isWhole) {
            acksHandler.accept(acks);
        }
        return isWhole;
    }

    private boolean onBatch(DirectBuffer buffer, int offset, int length) {
        boolean isWhole = batch.wrap(buffer, offset, length);
        if (isWhole) {
            batchHandler.accept(batch);
        }
        return isWhole;
    }
}
