package io.troupe.common.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.driver.ext.DebugReceiveChannelEndpoint;
import io.aeron.protocol.DataHeaderFlyweight;
import io.troupe.common.config.TransportSettings.Channel;
import io.troupe.common.config.TransportSettings.Driver;
import io.troupe.testing.Await;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Over a media driver that loses every tenth datagram that holds messages. */
class DriverLossTest {
    private static final int MESSAGES = 100;

    private final SmallMessages messages = new SmallMessages();
    private final Path folder = TestSettings.newFolder();
    private final Opened opened = new Opened();
    private int datagrams;

    @AfterEach
    void closeAll() throws Exception {
        opened.close();
    }

    @Test
    void shouldCountWhatIsLostOverUdpAndSentAgain() {
        launchLossyDriver();
        NodeTransport node = node(Channel.UDP);
        assertEquals(DriverLoss.NONE, node.counters().loss());
        exchange(node, 1);
        DriverLoss loss = node.counters().loss();
        assertTrue(loss.naksSent() > 0, loss.toString());
        assertTrue(loss.naksReceived() > 0, loss.toString());
        assertTrue(loss.retransmits() > 0, loss.toString());
        assertEquals(0, loss.gapFills(), "every message came");
    }

    @Test
    void shouldLoseNothingInSharedMemory() {
        launchLossyDriver();
        NodeTransport node = node(Channel.IPC);
        exchange(node, 1);
        assertEquals(DriverLoss.NONE, node.counters().loss());
    }

    @Test
    void shouldTellOfADriverOnceHoweverManyNodesShareIt() throws Exception {
        launchLossyDriver();
        NodeTransport first = node(Channel.UDP);
        NodeTransport second = node(Channel.UDP);
        exchange(second, 1);
        assertTrue(first.counters().loss().naksSent() > 0);
        assertFalse(first.counters().loss().sharesDriver());
        assertEquals(new DriverLoss(true, 0, 0, 0, 0, 0), second.counters().loss());

        opened.remove(first);
        first.close();
        long toldByFirst = first.counters().loss().naksSent();
        Await.until("the other one to tell", () -> !second.counters().loss().sharesDriver());
        assertEquals(0, second.counters().loss().naksSent(), "the first has told of that");
        exchange(second, 2);
        assertTrue(second.counters().loss().naksSent() > 0);
        assertEquals(toldByFirst, first.counters().loss().naksSent());
    }

    private void launchLossyDriver() {
        opened.add(MediaDriver.launch(new MediaDriver.Context()
            .aeronDirectoryName(folder.toString())
            .dirDeleteOnShutdown(true)
            .threadingMode(ThreadingMode.SHARED)
            .publicationTermBufferLength(1 << 20)
            .ipcTermBufferLength(1 << 20)
            .receiveChannelEndpointSupplier((channel, dispatcher, status, context) ->
                new DebugReceiveChannelEndpoint(channel, dispatcher, status, context,
                    (address, buffer, size) -> size > DataHeaderFlyweight.HEADER_LENGTH && ++datagrams % 10 == 0,
                    (address, buffer, size) -> false))));
    }

    private NodeTransport node(Channel channel) {
        return opened.add(NodeTransport.open(TestSettings.at(folder, Driver.EXTERNAL, channel)));
    }

    /** Sends messages to itself, each in a datagram of its own, and waits for all of them. */
    private void exchange(NodeTransport node, int nodeId) {
        Receiver receiver = node.receiver(StreamKind.ACKS, nodeId);
        Sender sender = node.sender(StreamKind.ACKS, new NodePeer(nodeId, node.endpoint()));
        messages.received = 0;
        for (int i = 1; i <= MESSAGES; i++) {
            int sent = i;
            Await.until("a message to be sent", () -> {
                messages.receive(receiver);
                return messages.send(sender);
            });
            Await.until("message " + sent, () -> {
                messages.receive(receiver);
                return messages.received == sent || sent % 5 != 0;
            });
        }
        Await.until("all messages", () -> {
            messages.receive(receiver);
            return messages.received == MESSAGES;
        });
        sender.close();
        receiver.close();
    }
}
