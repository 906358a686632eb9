package io.troupe.common.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.config.TransportSettings;
import io.troupe.common.config.TransportSettings.Channel;
import io.troupe.common.error.TroupeException;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.wire.AcksMessage;
import io.troupe.common.wire.BatchMessage;
import io.troupe.common.wire.FeedbackMessage;
import io.troupe.common.wire.StepsMessage;
import io.troupe.testing.Await;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoundTripTest {
    private static final int OWN_NODE = 7;

    private final StepLayout layout = new StepLayout(
        new EnvironmentSchema(List.of(ObservationColumn.float32("state", 4)), 2));
    private final WindowSpec window = WindowSpec.nStep(layout.schema(), 3);
    private final UnsafeBuffer bytes = new UnsafeBuffer(new byte[1 << 20]);
    private final Opened opened = new Opened();

    @AfterEach
    void closeAll() throws Exception {
        opened.close();
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void shouldCarrySteps(Channel channel) {
        StepsMessage sent = new StepsMessage(layout.stride()).begin(bytes, 0, 5, 1, 3, 100, 2, 1);
        UnsafeBuffer record = new UnsafeBuffer(new byte[layout.stride()]);
        record.setMemory(0, layout.stride(), (byte) 42);
        sent.putRecord(0, record, 0).putRecord(1, record, 0).putPriority(0, 98, 0.5f);

        StepsMessage got = new StepsMessage(layout.stride());
        carry(channel, StreamKind.STEPS, sent.length(), (buffer, offset, length) -> {
            assertTrue(got.wrap(buffer, offset, length));
            assertEquals(100, got.firstRecord());
            assertEquals(2, got.recordCount());
            assertEquals(42, got.buffer().getByte(got.recordOffset(1) + 3));
            assertEquals(98, got.priorityRecord(0));
            return true;
        });
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void shouldCarryAcks(Channel channel) {
        AcksMessage sent = new AcksMessage().begin(bytes, 0, 11, 4, true, 1).putDraining().putLane(0, 5, 1, 102);
        AcksMessage got = new AcksMessage();
        carry(channel, StreamKind.ACKS, sent.length(), (buffer, offset, length) -> {
            assertTrue(got.wrap(buffer, offset, length));
            assertEquals(102, got.storedRecords(0));
            assertTrue(got.isLimited() && got.isDraining());
            return true;
        });
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void shouldCarryFeedback(Channel channel) {
        FeedbackMessage sent = new FeedbackMessage().begin(bytes, 0, 11, 500, 9, 64, 1).putUpdate(0, 77, 1.5f);
        FeedbackMessage got = new FeedbackMessage();
        carry(channel, StreamKind.FEEDBACK, sent.length(), (buffer, offset, length) -> {
            assertTrue(got.wrap(buffer, offset, length));
            assertEquals(64, got.rows());
            assertEquals(77, got.key(0));
            assertEquals(1.5f, got.priority(0));
            return true;
        });
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void shouldCarryBatchesOfManyPackets(Channel channel) {
        BatchMessage sent = new BatchMessage(layout, window);
        int rows = sent.maxRows(300 * 1024);
        sent.begin(bytes, 0, 11, 4, 9, rows).state(1, 2, 3, 4);
        for (int row = 0; row < rows; row++) {
            sent.putRow(row, 1000 + row, 0.25, 3, BatchMessage.END_TRUNCATED, 2);
        }
        assertTrue(sent.length() > 290 * 1024, "a test of many packets");

        BatchMessage got = new BatchMessage(layout, window);
        carry(channel, StreamKind.BATCHES, sent.length(), (buffer, offset, length) -> {
            assertTrue(got.wrap(buffer, offset, length));
            assertEquals(rows, got.rows());
            assertEquals(1000 + rows - 1, got.key(rows - 1));
            assertEquals(BatchMessage.END_TRUNCATED, got.ends(rows - 1));
            return true;
        });
    }

    @ParameterizedTest
    @EnumSource(StreamKind.class)
    void shouldRefuseMessageThatNoTermHolds(StreamKind kind) {
        NodeTransport transport = open(Channel.IPC);
        Sender sender = transport.sender(kind, new NodePeer(OWN_NODE, transport.endpoint()));
        opened.add(sender);
        int length = transport.maxMessageLength(kind) + 1;
        assertEquals(length - 1, sender.maxMessageLength());
        TroupeException error = assertThrows(TroupeException.class, () -> sender.offer(bytes, 0, length));
        assertTrue(error.getMessage().contains("transport.term-length-bytes"), error.getMessage());
    }

    private NodeTransport open(Channel channel) {
        TransportSettings settings = TestSettings.embedded(channel);
        NodeTransport transport = NodeTransport.open(settings);
        opened.add(transport);
        return transport;
    }

    private void carry(Channel channel, StreamKind kind, int length, MessageHandler check) {
        NodeTransport transport = open(channel);
        Receiver receiver = transport.receiver(kind, OWN_NODE);
        opened.add(receiver);
        Sender sender = transport.sender(kind, new NodePeer(OWN_NODE, transport.endpoint()));
        opened.add(sender);
        Await.until("the stream to be open", () -> receiver.isOpen() && sender.isConnected());
        int[] got = new int[1];
        MessageHandler counting = (DirectBuffer buffer, int offset, int size) -> {
            got[0]++;
            return check.onMessage(buffer, offset, size);
        };
        for (int sent = 1; sent <= 20; sent++) {
            int number = sent;
            Await.until("message " + number + " to be sent", () -> sender.offer(bytes, 0, length));
            Await.until("message " + number + " to arrive", () -> {
                receiver.poll(counting, 10);
                return got[0] == number;
            });
        }
        assertEquals(20, transport.counters().messagesReceived());
        assertEquals(20L * length, transport.counters().bytesReceived());
        assertEquals(20, transport.counters().messagesSent());
        assertEquals(0, transport.counters().malformed());
    }
}
