package io.troupe.actor.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.config.TransportSettings;
import io.troupe.common.config.TransportSettings.Channel;
import io.troupe.common.config.TransportSettings.Driver;
import io.troupe.common.transport.NodePeer;
import io.troupe.common.transport.NodeTransport;
import io.troupe.common.transport.Receiver;
import io.troupe.common.transport.Sender;
import io.troupe.common.transport.ShardPeer;
import io.troupe.common.transport.StreamKind;
import io.troupe.common.wire.AcksMessage;
import io.troupe.common.wire.StepsMessage;
import io.troupe.testing.Await;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AeronStepSinkTest {
    private static final int ACTOR = 3;
    private static final int STRIDE = 40;

    private final UnsafeBuffer bytes = new UnsafeBuffer(new byte[4096]);
    private final int length = new StepsMessage(STRIDE).begin(bytes, 0, 5, 0, ACTOR, 100, 2, 0).length();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private NodeTransport transport;
    private AeronStepSink sink;

    @BeforeEach
    void open() {
        transport = opened(NodeTransport.open(new TransportSettings(
            Channel.AUTO, Driver.EMBEDDED, "", "127.0.0.1", 0, 1 << 20, 1408, 10_000)));
        sink = opened(new AeronStepSink(transport, ACTOR));
    }

    @AfterEach
    void closeAll() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    @Test
    void shouldReachEveryShardThatListens() {
        assertArrayEquals(new long[0], sink.reachableStores());
        Receiver first = shard(1);
        Receiver second = shard(2);
        sink.setShards(List.of(peer(22, 2), peer(11, 1), peer(33, 9)));
        awaitStores(11, 22);
        assertSame(sink.reachableStores(), sink.reachableStores());
        Await.until("steps to be sent", () -> sink.offer(22, bytes, 0, length));
        assertFalse(sink.offer(33, bytes, 0, length), "nobody listens there");
        assertFalse(sink.offer(44, bytes, 0, length), "there is no such shard");
        assertEquals(100, receive(second));

        second.close();
        awaitStores(11);
        sink.setShards(List.of(peer(11, 1)));
        assertFalse(sink.offer(22, bytes, 0, length));
        Await.until("steps to be sent", () -> sink.offer(11, bytes, 0, length));
        assertEquals(100, receive(first));
    }

    @Test
    void shouldFollowStoreToItsNewProcess() {
        shard(1);
        sink.setShards(List.of(peer(11, 1)));
        awaitStores(11);
        Receiver restarted = shard(2);
        sink.setShards(List.of(peer(11, 2)));
        awaitStores(11);
        Await.until("steps to be sent", () -> sink.offer(11, bytes, 0, length));
        assertEquals(100, receive(restarted));
    }

    @Test
    void shouldHandOverAcknowledgements() {
        assertEquals(0, sink.pollAcks(acks -> { }));
        Sender shard = opened(transport.sender(StreamKind.ACKS, new NodePeer(ACTOR, transport.endpoint())));
        Await.until("the actor to listen", () -> {
            sink.pollAcks(acks -> { });
            return shard.isConnected();
        });
        int acksLength = new AcksMessage().begin(bytes, 0, 11, 1, true, 1).putLane(0, 5, 0, 102).length();
        Await.until("an acknowledgement to be sent", () -> shard.offer(bytes, 0, acksLength));
        assertTrue(shard.offer(bytes, 0, acksLength - 1), "a message that lies about its length");
        assertTrue(shard.offer(bytes, 0, acksLength));
        int[] got = new int[1];
        Await.until("two acknowledgements", () -> {
            got[0] += sink.pollAcks(acks -> {
                assertEquals(11, acks.storeId());
                assertEquals(102, acks.storedRecords(0));
                assertTrue(acks.isLimited());
            });
            return got[0] == 2;
        });
        assertEquals(1, transport.counters().malformed());
    }

    private <T extends AutoCloseable> T opened(T closeable) {
        opened.add(closeable);
        return closeable;
    }

    private Receiver shard(int nodeId) {
        Receiver receiver = opened(transport.receiver(StreamKind.STEPS, nodeId));
        Await.until("the shard to listen", receiver::isOpen);
        return receiver;
    }

    private ShardPeer peer(long storeId, int nodeId) {
        return new ShardPeer(storeId, nodeId, transport.endpoint());
    }

    private void awaitStores(long... stores) {
        Await.until("exactly these stores", () -> Arrays.equals(stores, sink.reachableStores()));
    }

    private long receive(Receiver receiver) {
        StepsMessage steps = new StepsMessage(STRIDE);
        long[] got = {-1};
        Await.until("steps to arrive", () -> {
            receiver.poll((buffer, offset, size) -> {
                assertTrue(steps.wrap(buffer, offset, size));
                got[0] = steps.firstRecord();
                return true;
            }, 1);
            return got[0] >= 0;
        });
        return got[0];
    }
}
