package io.troupe.actor.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import com.google.protobuf.ByteString;
import io.troupe.common.weights.WeightsChecksum;
import io.troupe.common.weights.WeightsSnapshot;
import io.troupe.proto.WeightsChunk;
import io.troupe.proto.WeightsNotice;
import io.troupe.proto.WeightsRequest;
import io.troupe.proto.WeightsSubscribe;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WeightsReceiverTest {
    private static final byte[] DATA = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    private static final int CHUNK_BYTES = 8;

    private final ActorTestKit kit = ActorTestKit.create();
    private final Queue<WeightsSnapshot> received = new ConcurrentLinkedQueue<>();
    private TestProbe<Object> publisher;
    private ActorRef<Object> receiver;

    @BeforeEach
    void start() {
        publisher = kit.createTestProbe();
        String address = ActorRefResolver.get(kit.system()).toSerializationFormat(publisher.getRef());
        receiver = kit.spawn(WeightsReceiver.create(address, "layout", received::add));
        publisher.expectMessageClass(WeightsSubscribe.class);
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void shouldPullAVersionAndHandItOverWhole() {
        receiver.tell(notice(1));
        assertEquals(1, publisher.expectMessageClass(WeightsRequest.class).getVersion());

        sendChunks(1);

        publisher.awaitAssert(() -> {
            assertEquals(1, received.size());
            return null;
        });
        WeightsSnapshot weights = received.element();
        assertEquals(1, weights.version());
        assertEquals(12, weights.data().getByte(11));
    }

    @Test
    void shouldSkipToTheLatestOfTheVersionsThatCameMeanwhile() {
        receiver.tell(notice(1));
        assertEquals(1, publisher.expectMessageClass(WeightsRequest.class).getVersion());
        receiver.tell(notice(2));
        receiver.tell(notice(3));

        sendChunks(1);

        assertEquals(3, publisher.expectMessageClass(WeightsRequest.class).getVersion());
    }

    @Test
    void shouldTakeTheNewestWhenTheVersionItAskedForIsGone() {
        receiver.tell(notice(1));
        publisher.expectMessageClass(WeightsRequest.class);

        receiver.tell(notice(5).toBuilder().setIsAnswer(true).build());
        sendChunks(5);

        publisher.awaitAssert(() -> {
            assertEquals(5, received.element().version());
            return null;
        });
    }

    @Test
    void shouldDropAVersionWithAWrongChecksum() {
        receiver.tell(notice(1).toBuilder().setChecksum(17).build());
        publisher.expectMessageClass(WeightsRequest.class);
        sendChunks(1);

        receiver.tell(notice(2));

        assertEquals(2, publisher.expectMessageClass(WeightsRequest.class).getVersion());
        assertTrue(received.isEmpty());
    }

    @Test
    void shouldNotPullWeightsOfAnotherNetwork() {
        receiver.tell(notice(1).toBuilder().setLayoutFingerprint("another").build());
        receiver.tell(notice(2));

        assertEquals(2, publisher.expectMessageClass(WeightsRequest.class).getVersion());
    }

    private static WeightsNotice notice(long version) {
        return WeightsNotice.newBuilder().setLearnerIncarnation(1).setVersion(version).setLearnerStep(version)
            .setLayoutFingerprint("layout").setSizeBytes(DATA.length).setChunkBytes(CHUNK_BYTES)
            .setChecksum(WeightsChecksum.of(new UnsafeBuffer(DATA))).build();
    }

    private void sendChunks(long version) {
        ByteString data = ByteString.copyFrom(DATA);
        for (int chunk = 0; chunk * CHUNK_BYTES < DATA.length; chunk++) {
            receiver.tell(WeightsChunk.newBuilder().setLearnerIncarnation(1).setVersion(version).setChunk(chunk)
                .setData(data.substring(chunk * CHUNK_BYTES, Math.min(DATA.length, (chunk + 1) * CHUNK_BYTES))).build());
        }
    }
}
