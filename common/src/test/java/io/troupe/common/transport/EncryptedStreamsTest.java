package io.troupe.common.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.config.TransportSettings.Channel;
import io.troupe.common.config.TransportSettings.Driver;
import io.troupe.common.metrics.ProcessGauge;
import io.troupe.common.security.StreamKey;
import io.troupe.testing.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real sockets: who has not the run's key adds nothing to its streams, and who listens on the way reads nothing. */
class EncryptedStreamsTest {
    private static final int RECEIVING_NODE = 7;
    private static final int SENDING_NODE = 8;
    private static final String EXPERIENCE = "o_t, a_t, r_t+1 and how it ended; ".repeat(2_000);

    private final StreamKey key = StreamKey.create();
    private final Opened opened = new Opened();
    private final List<String> received = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        opened.close();
    }

    @Test
    void messagesOfManyPacketsShouldArriveWhole() {
        assertTrue(EXPERIENCE.length() > 3 * TestSettings.embedded(Channel.UDP).mtuBytes());
        NodeTransport to = open(RECEIVING_NODE, Optional.of(key));
        Receiver receiver = receiver(to);
        Sender sender = sender(open(SENDING_NODE, Optional.of(key)), to.endpoint());
        for (int i = 0; i < 20; i++) {
            send(sender, receiver, EXPERIENCE + i);
            assertEquals(EXPERIENCE + i, received.get(i));
        }
        assertEquals(0, to.counters().refused());
        assertEquals(20, to.counters().messagesReceived());
    }

    @Test
    void whoHasNotTheKeyShouldAddNothing() {
        NodeTransport to = open(RECEIVING_NODE, Optional.of(key));
        Receiver receiver = receiver(to);
        for (Optional<StreamKey> other : List.of(Optional.<StreamKey>empty(), Optional.of(StreamKey.create()))) {
            long refused = to.counters().refused();
            NodeTransport stranger = open(SENDING_NODE, other);
            Sender sender = sender(stranger, to.endpoint());
            Await.until("the stranger to be connected", () -> poll(receiver) && sender.isConnected());
            Await.until("his message to be sent", () -> offer(sender, EXPERIENCE));
            Await.until("it to be refused", () -> poll(receiver) && to.counters().refused() > refused);
        }
        assertEquals(List.of(), received);
        // Those who have it go on.
        send(sender(open(SENDING_NODE, Optional.of(key)), to.endpoint()), receiver, "an honest one");
        assertEquals(List.of("an honest one"), received);
    }

    @Test
    void whatWasRecordedShouldBeRefusedWhenItIsSentAgainOrChanged() {
        NodeTransport to = open(RECEIVING_NODE, Optional.of(key));
        Receiver receiver = receiver(to);
        Sealer honest = new Sealer(key, StreamKind.STEPS.streamId(RECEIVING_NODE), SENDING_NODE, 1);
        byte[] message = EXPERIENCE.getBytes(StandardCharsets.US_ASCII);
        byte[] recorded = new byte[honest.seal(new UnsafeBuffer(message), 0, message.length)];
        honest.sealed().getBytes(0, recorded);

        // One that puts bytes on the wire as they are.
        Sender wire = sender(open(SENDING_NODE, Optional.empty()), to.endpoint());
        Await.until("the stream to be open", () -> poll(receiver) && wire.isConnected());
        Await.until("it to be sent", () -> wire.offer(new UnsafeBuffer(recorded), 0, recorded.length));
        Await.until("it to arrive", () -> poll(receiver) && received.size() == 1);
        Await.until("it to be sent again", () -> wire.offer(new UnsafeBuffer(recorded), 0, recorded.length));
        recorded[recorded.length / 2]++;
        Await.until("it to be sent changed", () -> wire.offer(new UnsafeBuffer(recorded), 0, recorded.length));
        Await.until("both to be refused", () -> poll(receiver) && to.counters().refused() == 2);
        assertEquals(2, new ProcessGauge(to.counters()).get().refusedMessages(), "what the alert looks at");
        assertEquals(List.of(EXPERIENCE), received);
    }

    @Test
    void whoListensOnTheWayShouldReadNothing() throws IOException {
        assertTrue(overheard(Optional.empty()).contains(EXPERIENCE.substring(0, 1_000)),
            "the listener reads what goes in the clear");
        String encrypted = overheard(Optional.of(key));
        assertTrue(encrypted.length() > EXPERIENCE.length(), encrypted.length() + " bytes went by");
        assertFalse(encrypted.contains("how it ended"), "experience went by in the clear");
    }

    @Test
    void sharedMemoryShouldBeLeftAsItIs() {
        Path folder = TestSettings.newFolder();
        opened.add(MediaDriverHost.launch(TestSettings.at(folder, Driver.EMBEDDED, Channel.AUTO)));
        NodeTransport secured = opened.add(NodeTransport.open(TestSettings.at(folder, Driver.EXTERNAL, Channel.AUTO)));
        secured.secure(SENDING_NODE, Optional.of(key));
        // One that has no key, and could open nothing.
        NodeTransport other = opened.add(NodeTransport.open(TestSettings.at(folder, Driver.EXTERNAL, Channel.AUTO)));
        Receiver receiver = receiver(other);
        send(sender(secured, other.endpoint()), receiver, EXPERIENCE);
        assertEquals(List.of(EXPERIENCE), received);
    }

    /** All datagrams between a sender and a receiver until a message had arrived. */
    private String overheard(Optional<StreamKey> used) throws IOException {
        NodeTransport to = open(RECEIVING_NODE, used);
        Receiver receiver = receiver(to);
        Wiretap wiretap = opened.add(new Wiretap(to.endpoint().port()));
        PeerEndpoint tapped = new PeerEndpoint("127.0.0.1", wiretap.port(), to.endpoint().driverNonce());
        send(sender(open(SENDING_NODE, used), tapped), receiver, EXPERIENCE);
        return wiretap.heard();
    }

    private NodeTransport open(int nodeId, Optional<StreamKey> used) {
        NodeTransport transport = opened.add(NodeTransport.open(TestSettings.embedded(Channel.UDP)));
        transport.secure(nodeId, used);
        return transport;
    }

    private Receiver receiver(NodeTransport transport) {
        Receiver receiver = opened.add(transport.receiver(StreamKind.STEPS, RECEIVING_NODE));
        Await.until("the receiver to be open", receiver::isOpen);
        return receiver;
    }

    private Sender sender(NodeTransport transport, PeerEndpoint to) {
        return opened.add(transport.sender(StreamKind.STEPS, new NodePeer(RECEIVING_NODE, to)));
    }

    private void send(Sender sender, Receiver receiver, String message) {
        int before = received.size();
        Await.until("the stream to be open", () -> poll(receiver) && sender.isConnected());
        Await.until("the message to be sent", () -> poll(receiver) && offer(sender, message));
        Await.until("the message to arrive", () -> poll(receiver) && received.size() > before);
    }

    private static boolean offer(Sender sender, String message) {
        byte[] bytes = message.getBytes(StandardCharsets.US_ASCII);
        return sender.offer(new UnsafeBuffer(bytes), 0, bytes.length);
    }

    private boolean poll(Receiver receiver) {
        receiver.poll((buffer, offset, length) -> received.add(buffer.getStringWithoutLengthAscii(offset, length)), 10);
        return true;
    }
}
