package io.troupe.benchmarks.transport;

import io.troupe.common.transport.MessageHandler;
import io.troupe.common.transport.NodePeer;
import io.troupe.common.transport.NodeTransport;
import io.troupe.common.transport.Receiver;
import io.troupe.common.transport.Sender;
import io.troupe.common.transport.StreamKind;
import io.troupe.common.wire.AcksMessage;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.Agent;

/** The other end of an {@link AeronRoute}: reads rows of one size and acknowledges them. */
final class RowsAgent implements Agent {
    private static final int MAX_MESSAGES = 16;

    private final Receiver receiver;
    private final Sender sender;
    private final RowsReader reader;
    private final AcksMessage acks = new AcksMessage();
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    private final MessageHandler rowsDecoder = this::onRows;
    private final int nodeId;

    RowsAgent(NodeTransport transport, int ownNodeId, NodePeer peer, int rowBytes) {
        nodeId = ownNodeId;
        receiver = transport.receiver(StreamKind.STEPS, ownNodeId);
        sender = transport.sender(StreamKind.ACKS, peer);
        reader = new RowsReader(rowBytes);
    }

    @Override
    public String roleName() {
        return "rows-" + nodeId;
    }

    @Override
    public int doWork() {
        int work = receiver.poll(rowsDecoder, MAX_MESSAGES);
        // Acknowledgements are cumulative: one that finds no room now is made up for by a later one.
        if (reader.isAckDue() && sender.offer(buffer, 0, writeAcks())) {
            reader.acknowledged();
            work++;
        } else if (work == 0) {
            sender.isConnected();
        }
        return work;
    }

    @Override
    public void onClose() {
        receiver.close();
        sender.close();
    }

    private int writeAcks() {
        // There is no store: its place takes what was read, so that no compiler leaves the reading out.
        return acks.begin(buffer, 0, reader.sum(), nodeId, false, 1).putLane(0, RowsWriter.LANE, 0, reader.rows())
            .length();
    }

    private boolean onRows(DirectBuffer source, int offset, int length) {
        reader.read(source, offset, length);
        return true;
    }
}
