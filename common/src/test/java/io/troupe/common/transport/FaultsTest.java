package io.troupe.common.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.troupe.common.config.TransportSettings.Channel;
import io.troupe.common.config.TransportSettings.Driver;
import io.troupe.testing.Await;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FaultsTest {
    private final SmallMessages messages = new SmallMessages();
    private final Opened opened = new Opened();

    @AfterEach
    void closeAll() throws Exception {
        opened.close();
    }

    @Test
    void shouldUseUdpBetweenTwoDrivers() {
        NodeTransport here = opened.add(NodeTransport.open(TestSettings.embedded(Channel.AUTO)));
        NodeTransport there = opened.add(NodeTransport.open(TestSettings.embedded(Channel.AUTO)));
        assertNotEquals(here.endpoint().driverNonce(), there.endpoint().driverNonce());
        assertNotEquals(here.endpoint().port(), there.endpoint().port());
        Receiver receiver = opened.add(there.receiver(StreamKind.ACKS, 1));
        Sender sender = opened.add(here.sender(StreamKind.ACKS, new NodePeer(1, there.endpoint())));
        exchange(sender, receiver);
        assertEquals(1, receiver.senderCount());
    }

    @Test
    void shouldSayThatMemoryIsNotSharedAndSendNothing() {
        NodeTransport here = opened.add(NodeTransport.open(TestSettings.embedded(Channel.IPC)));
        NodeTransport there = opened.add(NodeTransport.open(TestSettings.embedded(Channel.IPC)));
        Sender sender = opened.add(here.sender(StreamKind.ACKS, new NodePeer(1, there.endpoint())));
        assertFalse(sender.isConnected());
        assertFalse(messages.send(sender));
        assertEquals(1, here.counters().failedRegistrations());
        assertEquals(0, here.endpoint().port());
    }

    @ParameterizedTest
    @EnumSource(value = Channel.class, names = {"IPC", "UDP"})
    void shouldReachReceiverThatWasClosedAndOpenedAgain(Channel channel) {
        NodeTransport transport = opened.add(NodeTransport.open(TestSettings.embedded(channel)));
        Sender sender = opened.add(transport.sender(StreamKind.ACKS, new NodePeer(1, transport.endpoint())));
        Receiver before = opened.add(transport.receiver(StreamKind.ACKS, 1));
        exchange(sender, before);
        before.close();
        Await.until("the sender to notice", () -> !sender.isConnected() && !messages.send(sender));
        Receiver after = opened.add(transport.receiver(StreamKind.ACKS, 1));
        exchange(sender, after);
    }

    @ParameterizedTest
    @EnumSource(value = Channel.class, names = {"IPC", "UDP"})
    void shouldTurnOffersAwayWhileReceiverDoesNotRead(Channel channel) {
        NodeTransport transport = opened.add(NodeTransport.open(TestSettings.embedded(channel)));
        Sender sender = opened.add(transport.sender(StreamKind.ACKS, new NodePeer(1, transport.endpoint())));
        Receiver receiver = opened.add(transport.receiver(StreamKind.ACKS, 1));
        exchange(sender, receiver);
        int sent = 0;
        while (sent < 10_000 && messages.send(sender)) {
            sent++;
        }
        assertTrue(sent < 10_000, "a log of 256 KiB has an end");
        assertTrue(transport.counters().backPressured() > 0);

        int expected = messages.received + sent;
        Await.until("everything that was taken", () -> {
            messages.receive(receiver);
            return messages.received == expected;
        });
        exchange(sender, receiver);
    }

    @ParameterizedTest
    @EnumSource(value = Channel.class, names = {"IPC", "UDP"})
    void shouldCountMalformedMessagesAndCloseTheirSession(Channel channel) {
        NodeTransport transport = opened.add(NodeTransport.open(TestSettings.embedded(channel)));
        Receiver receiver = opened.add(transport.receiver(StreamKind.ACKS, 1));
        Sender hostile = opened.add(transport.sender(StreamKind.ACKS, new NodePeer(1, transport.endpoint())));
        Sender good = opened.add(transport.sender(StreamKind.ACKS, new NodePeer(1, transport.endpoint())));
        exchange(hostile, receiver);
        UnsafeBuffer rubbish = new UnsafeBuffer(new byte[20_000]);
        int[] lengths = {0, 1, 7, 8, 31, messages.length, 20_000};
        for (int size : lengths) {
            rubbish.setMemory(0, size, (byte) 0x7f);
            Await.until("rubbish to be sent", () -> hostile.offer(rubbish, 0, size));
        }
        Await.until("all of it to be counted", () -> {
            messages.receive(receiver);
            return transport.counters().malformed() == lengths.length;
        });
        assertEquals(0, transport.counters().rejectedSessions());
        Await.until("one more", () -> hostile.offer(rubbish, 0, 40));
        Await.until("the session to be closed", () -> {
            messages.receive(receiver);
            return transport.counters().rejectedSessions() == 1;
        });
        Await.until("the hostile sender to be let go", () -> {
            messages.receive(receiver);
            return !hostile.isConnected();
        });
        exchange(good, receiver);
    }

    @Test
    void shouldPassOnWhatTheHandlerThrows() {
        NodeTransport transport = opened.add(NodeTransport.open(TestSettings.embedded(Channel.IPC)));
        Receiver receiver = opened.add(transport.receiver(StreamKind.ACKS, 1));
        Sender sender = opened.add(transport.sender(StreamKind.ACKS, new NodePeer(1, transport.endpoint())));
        exchange(sender, receiver);
        assertTrue(messages.send(sender));
        MessageHandler failing = (buffer, offset, size) -> {
            throw new IllegalStateException("disk full");
        };
        IllegalStateException error =
            assertThrows(IllegalStateException.class, () -> receiver.poll(failing, 1));
        assertEquals("disk full", error.getMessage());
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void shouldGoOnAfterDriverWasRestarted(Channel channel) {
        Path folder = TestSettings.newFolder();
        MediaDriverHost driver = MediaDriverHost.launch(TestSettings.at(folder, Driver.EMBEDDED, channel));
        NodeTransport here = opened.add(NodeTransport.open(TestSettings.at(folder, Driver.EXTERNAL, channel)));
        NodeTransport there = opened.add(NodeTransport.open(TestSettings.at(folder, Driver.EXTERNAL, channel)));
        assertEquals(here.endpoint().driverNonce(), there.endpoint().driverNonce());
        PeerEndpoint announced = there.endpoint();
        Receiver receiver = opened.add(there.receiver(StreamKind.ACKS, 1));
        Sender sender = opened.add(here.sender(StreamKind.ACKS, new NodePeer(1, announced)));
        exchange(sender, receiver);

        driver.close();
        Await.until("both to notice", () -> !here.isConnected() && !there.isConnected());
        assertFalse(messages.send(sender));
        assertEquals(0, messages.receive(receiver));

        opened.addBelow(MediaDriverHost.launch(TestSettings.at(folder, Driver.EMBEDDED, channel)));
        exchange(sender, receiver);
        assertEquals(1, here.counters().reconnects());
        assertEquals(1, there.counters().reconnects());
        assertEquals(announced.port(), there.endpoint().port());
    }

    @Test
    void shouldAllocateNothingWhileIdle() {
        NodeTransport transport = opened.add(NodeTransport.open(TestSettings.embedded(Channel.AUTO)));
        Receiver receiver = opened.add(transport.receiver(StreamKind.STEPS, 1));
        ShardSenders senders = opened.add(new ShardSenders(transport, StreamKind.STEPS));
        PeerEndpoint endpoint = transport.endpoint();
        senders.setShards(List.of(new ShardPeer(11, 1, endpoint), new ShardPeer(5, 1, endpoint)));
        Await.until("two reachable stores", () -> receiver.isOpen() && senders.reachableStores().length == 2);
        assertEquals(5, senders.reachableStores()[0]);
        MessageHandler handler = (buffer, offset, size) -> true;
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long allocated = 0;
        for (int round = 0; round < 3; round++) {
            long before = threads.getThreadAllocatedBytes(thread);
            for (int i = 0; i < 20_000; i++) {
                receiver.poll(handler, 10);
                senders.reachableStores();
            }
            allocated = threads.getThreadAllocatedBytes(thread) - before;
        }
        assertTrue(allocated < 1_000, "20,000 idle cycles allocated " + allocated + " bytes");
    }

    /** Sends one message and waits for it. */
    private void exchange(Sender sender, Receiver receiver) {
        int before = messages.received;
        Await.until("a message to be sent", () -> {
            messages.receive(receiver);
            return messages.send(sender);
        });
        Await.until("the message to arrive", () -> {
            messages.receive(receiver);
            return messages.received > before;
        });
    }
}
