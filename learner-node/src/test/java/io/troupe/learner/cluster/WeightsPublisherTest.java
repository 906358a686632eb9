package io.troupe.learner.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import io.troupe.common.weights.WeightsSnapshot;
import io.troupe.proto.WeightsChunk;
import io.troupe.proto.WeightsNotice;
import io.troupe.proto.WeightsRequest;
import io.troupe.proto.WeightsSubscribe;
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
        publisher = kit.spawn(WeightsPublisher.create("layout"));
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
        publisher.tell(WeightsRequest.newBuilder().setLearnerIncarnation(1).setVersion(version).setReplyTo(actorReference).build());
    }

    private static WeightsSnapshot snapshot(long version) {
        UnsafeBuffer data = new UnsafeBuffer(new byte[SIZE]);
        data.setMemory(0, SIZE, (byte) version);
        return new WeightsSnapshot(1, version, version * 10, data);
    }
}
