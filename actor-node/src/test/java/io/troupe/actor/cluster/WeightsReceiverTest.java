package io.troupe.actor.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import com.google.protobuf.ByteString;
import io.troupe.common.weights.WeightsChecksum;
import io.troupe.common.weights.WeightsListener;
import io.troupe.common.weights.WeightsSnapshot;
import io.troupe.common.weights.WeightsVersion;
import io.troupe.proto.WeightsChunk;
import io.troupe.proto.WeightsFormat;
import io.troupe.proto.WeightsNotice;
import io.troupe.proto.WeightsRequest;
import io.troupe.proto.WeightsSubscribe;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WeightsReceiverTest {
    private static final byte[] DATA = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    private static final int CHUNK_BYTES = 8;

    private final ActorTestKit kit = ActorTestKit.create();
    private final Queue<WeightsSnapshot> received = new ConcurrentLinkedQueue<>();
    private final List<WeightsVersion> announced = new CopyOnWriteArrayList<>();
    private TestProbe<Object> publisher;
    private ActorRef<Object> receiver;

    @BeforeEach
    void start() {
        publisher = kit.createTestProbe();
        String address = ActorRefResolver.get(kit.system()).toSerializationFormat(publisher.getRef());
        receiver = kit.spawn(WeightsReceiver.create(address, "layout", DATA.length, new Collecting()));
        publisher.expectMessageClass(WeightsSubscribe.class);
    }

    private final class Collecting implements WeightsListener {
        @Override
        public void onWeights(WeightsSnapshot weights) {
            received.add(weights);
        }

        @Override
        public void onAnnounced(WeightsVersion newest) {
            announced.add(newest);
        }
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
    void shouldTellOfEachVersionBeforeItHasCome() {
        receiver.tell(notice(1));
        receiver.tell(notice(3));
        awaitAnnounced(new WeightsVersion(1, 1), new WeightsVersion(1, 3));
        assertTrue(received.isEmpty());
        sendChunks(1);
        publisher.expectMessageClass(WeightsRequest.class);
        assertEquals(3, publisher.expectMessageClass(WeightsRequest.class).getVersion());
        awaitAnnounced(new WeightsVersion(1, 1), new WeightsVersion(1, 3));
    }

    @Test
    void shouldTellThatASpoiltVersionWillNotCome() {
        receiver.tell(notice(1).toBuilder().setChecksum(17).build());
        sendChunks(1);
        awaitAnnounced(new WeightsVersion(1, 1), null);
    }

    @Test
    void shouldTellThatNothingWillComeWhenThePublisherIsGone() {
        receiver.tell(notice(1));
        publisher.expectMessageClass(WeightsRequest.class);
        publisher.stop();
        awaitAnnounced(new WeightsVersion(1, 1), null);
    }

    private void awaitAnnounced(WeightsVersion... expected) {
        publisher.awaitAssert(() -> {
            assertEquals(Arrays.asList(expected), announced);
            return null;
        });
    }

    @Test
    void shouldNotPullWeightsOfAnotherNetwork() {
        receiver.tell(notice(1).toBuilder().setLayoutFingerprint("another").build());
        receiver.tell(notice(2));

        assertEquals(2, publisher.expectMessageClass(WeightsRequest.class).getVersion());
    }

    @Test
    void shouldWidenWhatIsAnnouncedAsBFloat16() {
        byte[] rounded = {(byte) 0x82, 0x3F, 0x40, (byte) 0xC0, 0, 0};
        receiver.tell(notice(1).toBuilder().setFormat(WeightsFormat.BFLOAT16_WEIGHTS).setSizeBytes(rounded.length)
            .setChecksum(WeightsChecksum.of(new UnsafeBuffer(rounded))).build());
        publisher.expectMessageClass(WeightsRequest.class);
        receiver.tell(WeightsChunk.newBuilder().setLearnerIncarnation(1).setVersion(1)
            .setData(ByteString.copyFrom(rounded)).build());
        publisher.awaitAssert(() -> {
            assertEquals(1, received.size());
            return null;
        });
        DirectBuffer weights = received.element().data();
        assertEquals(DATA.length, weights.capacity());
        assertEquals(1 + 2f / 128, weights.getFloat(0, ByteOrder.LITTLE_ENDIAN));
        assertEquals(-3, weights.getFloat(4, ByteOrder.LITTLE_ENDIAN));
        assertEquals(0, weights.getFloat(8, ByteOrder.LITTLE_ENDIAN));
    }

    @Test
    void shouldKeepWhatItHasWhereAVersionIsNotFinite() {
        receiver.tell(notice(1));
        publisher.expectMessageClass(WeightsRequest.class);
        sendChunks(1);
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            byte[] damaged = DATA.clone();
            new UnsafeBuffer(damaged).putFloat(8, bad, ByteOrder.LITTLE_ENDIAN);
            receiver.tell(notice(2).toBuilder().setChunkBytes(damaged.length)
                .setChecksum(WeightsChecksum.of(new UnsafeBuffer(damaged))).build());
            publisher.expectMessageClass(WeightsRequest.class);
            receiver.tell(WeightsChunk.newBuilder().setLearnerIncarnation(1).setVersion(2)
                .setData(ByteString.copyFrom(damaged)).build());
        }
        receiver.tell(notice(3));
        publisher.expectMessageClass(WeightsRequest.class);
        sendChunks(3);
        publisher.awaitAssert(() -> {
            assertEquals(List.of(1L, 3L), received.stream().map(WeightsSnapshot::version).toList());
            return null;
        });
    }

    @Test
    void shouldNotMisreadWhatIsOfAnotherFormatThanItsSize() {
        receiver.tell(notice(1).toBuilder().setFormat(WeightsFormat.BFLOAT16_WEIGHTS).build());
        receiver.tell(notice(2).toBuilder().setSizeBytes(DATA.length / 2).build());
        receiver.tell(notice(3).toBuilder().setFormatValue(7).build());
        receiver.tell(notice(4));

        assertEquals(4, publisher.expectMessageClass(WeightsRequest.class).getVersion());
    }

    @Test
    void shouldSurviveNoticesAndChunksThatMakeNoSense() {
        long[] extremes = {0, 1, -1, 8, 11, 12, 13, Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE,
            Long.MIN_VALUE};
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 20_000; i++) {
            long extreme = extremes[random.nextInt(extremes.length)];
            // Of an earlier learner than the one that counts in the end.
            WeightsNotice.Builder notice = notice(random.nextInt(4)).toBuilder().setLearnerIncarnation(0);
            WeightsChunk.Builder chunk =
                WeightsChunk.newBuilder().setLearnerIncarnation(0).setVersion(random.nextInt(4))
                .setData(ByteString.copyFrom(DATA, 0, random.nextInt(DATA.length + 1))).setChunk((int) extreme);
            switch (random.nextInt(6)) {
                case 0 -> receiver.tell(notice.setSizeBytes(extreme).build());
                case 1 -> receiver.tell(notice.setChunkBytes((int) extreme).build());
                case 2 -> receiver.tell(notice.setChecksum((int) extreme).setIsAnswer(random.nextBoolean()).build());
                case 3 -> receiver.tell(notice.setVersion(extreme).setFormatValue(random.nextInt(-1, 3)).build());
                default -> receiver.tell(chunk.build());
            }
        }
        receiver.tell(notice(9).toBuilder().setIsAnswer(true).build());
        sendChunks(9);
        publisher.awaitAssert(() -> {
            assertTrue(received.stream().anyMatch(weights -> weights.version() == 9));
            assertTrue(received.stream().allMatch(weights -> weights.data().capacity() == DATA.length));
            return null;
        });
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
                .setData(data.substring(chunk * CHUNK_BYTES, Math.min(DATA.length, (chunk + 1) * CHUNK_BYTES)))
                .build());
        }
    }
}
