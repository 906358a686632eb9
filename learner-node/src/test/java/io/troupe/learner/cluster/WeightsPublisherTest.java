package io.troupe.learner.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import io.troupe.common.weights.RelayTree;
import io.troupe.common.weights.WeightsChecksum;
import io.troupe.common.weights.WeightsPrecision;
import io.troupe.common.weights.WeightsSnapshot;
import io.troupe.proto.WeightsChunk;
import io.troupe.proto.WeightsFormat;
import io.troupe.proto.WeightsNotice;
import io.troupe.proto.WeightsRequest;
import io.troupe.proto.WeightsSubscribe;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WeightsPublisherTest {
    private static final int SIZE = 300 * 1024;

    private final ActorTestKit kit = ActorTestKit.create();
    private TestProbe<Object> actor;
    private ActorRef<Object> publisher;
    private String actorReference;

    @BeforeEach
    void start() {
        actor = kit.createTestProbe();
        publisher = kit.spawn(WeightsPublisher.create("layout", WeightsPrecision.FLOAT32, new RelayTree(8)));
        actorReference = ActorRefResolver.get(kit.system()).toSerializationFormat(actor.getRef());
        publisher.tell(WeightsSubscribe.newBuilder().setSubscriber(actorReference).build());
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void shouldAnnounceAndHandOutAVersionInChunks() {
        publisher.tell(snapshot(1));
        WeightsNotice notice = actor.expectMessageClass(WeightsNotice.class);
        assertEquals(1, notice.getVersion());
        assertEquals(SIZE, notice.getSizeBytes());
        assertEquals(WeightsFormat.FLOAT32_WEIGHTS, notice.getFormat());

        request(1);

        int bytes = 0;
        for (int chunk = 0; chunk < 3; chunk++) {
            WeightsChunk received = actor.expectMessageClass(WeightsChunk.class);
            assertEquals(chunk, received.getChunk());
            assertEquals((byte) 1, received.getData().byteAt(0));
            bytes += received.getData().size();
        }
        assertEquals(SIZE, bytes);
    }

    @Test
    void shouldSendHalfTheBytesAsBFloat16AndSaySo() {
        ActorRef<Object> rounding =
            kit.spawn(WeightsPublisher.create("layout", WeightsPrecision.BFLOAT16, new RelayTree(8)));
        rounding.tell(WeightsSubscribe.newBuilder().setSubscriber(actorReference).build());
        UnsafeBuffer weights = new UnsafeBuffer(new byte[8]);
        weights.putFloat(0, 1.0f + 1.5f / 128, ByteOrder.LITTLE_ENDIAN);
        weights.putFloat(4, -3, ByteOrder.LITTLE_ENDIAN);
        rounding.tell(new WeightsSnapshot(1, 1, 10, weights));
        WeightsNotice notice = actor.expectMessageClass(WeightsNotice.class);
        assertEquals(WeightsFormat.BFLOAT16_WEIGHTS, notice.getFormat());
        assertEquals(4, notice.getSizeBytes());

        rounding.tell(WeightsRequest.newBuilder().setLearnerIncarnation(1).setVersion(1).setReplyTo(actorReference)
            .build());
        byte[] sent = actor.expectMessageClass(WeightsChunk.class).getData().toByteArray();
        assertArrayEquals(new byte[] {(byte) 0x82, 0x3F, 0x40, (byte) 0xC0}, sent);
        assertEquals(WeightsChecksum.of(new UnsafeBuffer(sent)), notice.getChecksum());
        assertEquals(1.0f + 1.5f / 128, weights.getFloat(0, ByteOrder.LITTLE_ENDIAN), "the learner's own stay");
    }

    @Test
    void shouldAnswerARequestForAVersionThatIsGoneWithTheNewest() {
        publisher.tell(snapshot(1));
        publisher.tell(snapshot(2));
        assertFalse(actor.expectMessageClass(WeightsNotice.class).getIsAnswer());
        assertFalse(actor.expectMessageClass(WeightsNotice.class).getIsAnswer());

        request(1);

        WeightsNotice answer = actor.expectMessageClass(WeightsNotice.class);
        assertTrue(answer.getIsAnswer());
        assertEquals(2, answer.getVersion());
        assertEquals(2, actor.expectMessageClass(WeightsChunk.class).getVersion());
    }

    @Test
    void shouldNotGoBackToAnOlderVersion() {
        publisher.tell(snapshot(2));
        actor.expectMessageClass(WeightsNotice.class);

        publisher.tell(snapshot(1));

        actor.expectNoMessage();
    }

    @Test
    void shouldTellALateSubscriberOfTheNewestVersion() {
        publisher.tell(snapshot(4));
        TestProbe<Object> late = kit.createTestProbe();
        publisher.tell(WeightsSubscribe.newBuilder()
            .setSubscriber(ActorRefResolver.get(kit.system()).toSerializationFormat(late.getRef())).build());

        assertEquals(4, late.expectMessageClass(WeightsNotice.class).getVersion());
    }

    private void request(long version) {
        publisher.tell(WeightsRequest.newBuilder().setLearnerIncarnation(1).setVersion(version)
            .setReplyTo(actorReference).build());
    }

    private static WeightsSnapshot snapshot(long version) {
        UnsafeBuffer data = new UnsafeBuffer(new byte[SIZE]);
        data.setMemory(0, SIZE, (byte) version);
        return new WeightsSnapshot(1, version, version * 10, data);
    }
}
