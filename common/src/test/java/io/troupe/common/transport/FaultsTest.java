package io.troupe.common.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.troupe.common.config.TransportSettings.Channel;
import io.troupe.common.config.TransportSettings.Driver;
import io.troupe.common.wire.AcksMessage;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FaultsTest {
    private final UnsafeBuffer bytes = new UnsafeBuffer(new byte[64 * 1024]);
    private final AcksMessage acks = new AcksMessage();
    private final int length = new AcksMessage().begin(bytes, 0, 1, 2, false, 1).putLane(0, 3, 0, 4).length();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private int received;

    @AfterEach
    void closeAll() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    @Test
    void shouldUseUdpBetweenTwoDrivers() {
        NodeTransport here = opened(NodeTransport.open(TestSettings.embedded(Channel.AUTO)));
        NodeTransport there = opened(NodeTransport.open(TestSettings.embedded(Channel.AUTO)));
        assertNotEquals(here.endpoint().driverNonce(), there.endpoint().driverNonce());
        assertNotEquals(here.endpoint().port(), there.endpoint().port());
        Receiver receiver = opened(there.receiver(StreamKind.ACKS, 1));
        Sender sender = opened(here.sender(StreamKind.ACKS, new NodePeer(1, there.endpoint())));
        exchange(sender, receiver);
        assertEquals(1, receiver.senderCount());
    }

    @Test
    void shouldSayThatMemoryIsNotSharedAndSendNothing() {
        NodeTransport here = opened(NodeTransport.open(TestSettings.embedded(Channel.IPC)));
        NodeTransport there = opened(NodeTransport.open(TestSettings.embedded(Channel.IPC)));
        Sender sender = opened(here.sender(StreamKind.ACKS, new NodePeer(1, there.endpoint())));
        assertFalse(sender.isConnected());
        assertFalse(sender.offer(bytes, 0, length));
        assertEquals(1, here.counters().failedRegistrations());
        assertEquals(0, here.endpoint().port());
    }

    @ParameterizedTest
    @EnumSource(value = Channel.class, names = {"IPC", "UDP"})
    void shouldReachReceiverThatWasClosedAndOpenedAgain(Channel channel) {
        NodeTransport transport = opened(NodeTransport.open(TestSettings.embedded(channel)));
        Sender sender = opened(transport.sender(StreamKind.ACKS, new NodePeer(1, transport.endpoint())));
        Receiver before = opened(transport.receiver(StreamKind.ACKS, 1));
        exchange(sender, before);
        before.close();
        Await.until("the sender to notice", () -> !sender.isConnected() && !sender.offer(bytes, 0, length));
        Receiver after = opened(transport.receiver(StreamKind.ACKS, 1));
        exchange(sender, after);
    }

    @ParameterizedTest
    @EnumSource(value = Channel.class, names = {"IPC", "UDP"})
    void shouldTurnOffersAwayWhileReceiverDoesNotRead(Channel channel) {
        NodeTransport transport = opened(NodeTransport.open(TestSettings.embedded(channel)));
        Sender sender = opened(transport.sender(StreamKind.ACKS, new NodePeer(1, transport.endpoint())));
        Receiver receiver = opened(transport.receiver(StreamKind.ACKS, 1));
        exchange(sender, receiver);
        int sent = 0;
        while (sent < 10_000 && sender.offer(bytes, 0, length)) {
            sent++;
        }
        assertTrue(sent < 10_000, "a log of 256 KiB has an end");
        assertTrue(transport.counters().backPressured() > 0);

        int expected = received + sent;
        Await.until("everything that was taken", () -> {
            receive(receiver);
            return received == expected;
        });
        exchange(sender, receiver);
    }

    @ParameterizedTest
    @EnumSource(value = Channel.class, names = {"IPC", "UDP"})
    void shouldCountMalformedMessagesAndCloseTheirSession(Channel channel) {
        NodeTransport transport = opened(NodeTransport.open(TestSettings.embedded(channel)));
        Receiver receiver = opened(transport.receiver(StreamKind.ACKS, 1));
        Sender hostile = opened(transport.sender(StreamKind.ACKS, new NodePeer(1, transport.endpoint())));
        Sender good = opened(transport.sender(StreamKind.ACKS, new NodePeer(1, transport.endpoint())));
        exchange(hostile, receiver);
        UnsafeBuffer rubbish = new UnsafeBuffer(new byte[20_000]);
        int[] lengths = {0, 1, 7, 8, 31, length, 20_000};
        for (int size : lengths) {
            rubbish.setMemory(0, size, (byte) 0x7f);
            Await.until("rubbish to be sent", () -> hostile.offer(rubbish, 0, size));
        }
        Await.until("all of it to be counted", () -> {
            receive(receiver);
            return transport.counters().malformed() == lengths.length;
        });
        assertEquals(0, transport.counters().rejectedSessions());
        Await.until("one more", () -> hostile.offer(rubbish, 0, 40));
        Await.until("the session to be closed", () -> {
            receive(receiver);
            return transport.counters().rejectedSessions() == 1;
        });
        Await.until("the hostile sender to be let go", () -> {
            receive(receiver);
            return !hostile.isConnected();
        });
        exchange(good, receiver);
    }

    @Test
    void shouldPassOnWhatTheHandlerThrows() {
        NodeTransport transport = opened(NodeTransport.open(TestSettings.embedded(Channel.IPC)));
        Receiver receiver = opened(transport.receiver(StreamKind.ACKS, 1));
        Sender sender = opened(transport.sender(StreamKind.ACKS, new NodePeer(1, transport.endpoint())));
        exchange(sender, receiver);
        assertTrue(sender.offer(bytes, 0, length));
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
        opened.add(() -> { });
        NodeTransport here = opened(NodeTransport.open(TestSettings.at(folder, Driver.EXTERNAL, channel)));
        NodeTransport there = opened(NodeTransport.open(TestSettings.at(folder, Driver.EXTERNAL, channel)));
        assertEquals(here.endpoint().driverNonce(), there.endpoint().driverNonce());
        PeerEndpoint announced = there.endpoint();
        Receiver receiver = opened(there.receiver(StreamKind.ACKS, 1));
        Sender sender = opened(here.sender(StreamKind.ACKS, new NodePeer(1, announced)));
        exchange(sender, receiver);

        driver.close();
        Await.until("both to notice", () -> !here.isConnected() && !there.isConnected());
        assertFalse(sender.offer(bytes, 0, length));
        assertEquals(0, receive(receiver));

        opened.set(0, MediaDriverHost.launch(TestSettings.at(folder, Driver.EMBEDDED, channel)));
        exchange(sender, receiver);
        assertEquals(1, here.counters().reconnects());
        assertEquals(1, there.counters().reconnects());
        assertEquals(announced.port(), there.endpoint().port());
    }

    @Test
    void shouldAllocateNothingWhileIdle() {
        NodeTransport transport = opened(NodeTransport.open(TestSettings.embedded(Channel.AUTO)));
        Receiver receiver = opened(transport.receiver(StreamKind.STEPS, 1));
        ShardSenders senders = opened(new ShardSenders(transport, StreamKind.STEPS));
        senders.setShards(List.of(new ShardPeer(11, 1, transport.endpoint()), new ShardPeer(5, 1, transport.endpoint())));
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

    private <T extends AutoCloseable> T opened(T closeable) {
        opened.add(closeable);
        return closeable;
    }

    /** Sends one message and waits for it. */
    private void exchange(Sender sender, Receiver receiver) {
        int before = received;
        Await.until("a message to be sent", () -> {
            receive(receiver);
            return sender.offer(bytes, 0, length);
        });
        Await.until("the message to arrive", () -> {
            receive(receiver);
            return received > before;
        });
    }

    private int receive(Receiver receiver) {
        return receiver.poll((buffer, offset, size) -> {
            boolean isWhole = acks.wrap(buffer, offset, size);
            received += isWhole ? 1 : 0;
            return isWhole;
        }, 100);
    }
}
