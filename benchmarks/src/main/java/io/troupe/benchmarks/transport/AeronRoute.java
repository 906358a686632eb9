package io.troupe.benchmarks.transport;

import io.troupe.common.agent.PatientIdleStrategy;
import io.troupe.common.transport.MessageHandler;
import io.troupe.common.transport.NodePeer;
import io.troupe.common.transport.NodeTransport;
import io.troupe.common.transport.Receiver;
import io.troupe.common.transport.Sender;
import io.troupe.common.transport.StreamKind;
import io.troupe.common.wire.AcksMessage;
import org.HdrHistogram.Histogram;
import org.agrona.DirectBuffer;

/** Rows over the product's own streams, with the idle strategy of its duties. */
final class AeronRoute implements RowsRoute {
    private static final int MAX_ACKS = 16;

    private final Sender sender;
    private final Receiver receiver;
    private final RowsWriter writer;
    private final AcksMessage acks = new AcksMessage();
    private final MessageHandler acksDecoder = this::onAcks;
    private final PatientIdleStrategy idle = new PatientIdleStrategy();
    private long acknowledgedRows;

    /** @param ownNodeId to which the peer acknowledges the rows of this route alone */
    AeronRoute(NodeTransport transport, int ownNodeId, NodePeer peer, int rowBytes) {
        sender = transport.sender(StreamKind.STEPS, peer);
        receiver = transport.receiver(StreamKind.ACKS, ownNodeId);
        writer = new RowsWriter(rowBytes);
    }

    @Override
    public int rowsPerMessage() {
        return writer.rowsPerMessage();
    }

    @Override
    public void send(int messages) {
        Patience patience = new Patience("rows to be acknowledged");
        for (int i = 0; i < messages; i++) {
            offer(writer.next(writer.rowsPerMessage()), patience);
        }
        sendOne(patience);
    }

    @Override
    public void roundTrips(int count, Histogram ns) {
        Patience patience = new Patience("a row to be acknowledged");
        for (int i = 0; i < count; i++) {
            long startNs = System.nanoTime();
            sendOne(patience);
            ns.recordValue(System.nanoTime() - startNs);
        }
    }

    @Override
    public void close() {
        sender.close();
        receiver.close();
    }

    private void sendOne(Patience patience) {
        offer(writer.next(1), patience);
        while (acknowledgedRows < writer.nextRow()) {
            idle(pollAcks(), patience);
        }
    }

    private void offer(int length, Patience patience) {
        while (!sender.offer(writer.bytes(), 0, length)) {
            idle(pollAcks(), patience);
        }
        idle.idle(1);
    }

    private int pollAcks() {
        return receiver.poll(acksDecoder, MAX_ACKS);
    }

    private void idle(int work, Patience patience) {
        patience.check(work);
        idle.idle(work);
    }

    private boolean onAcks(DirectBuffer buffer, int offset, int length) {
        if (!acks.wrap(buffer, offset, length)) {
            return false;
        }
        acknowledgedRows = acks.storedRecords(0);
        return true;
    }
}
