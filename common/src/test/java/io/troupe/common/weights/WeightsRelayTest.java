package io.troupe.common.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.GeneratedMessage;
import io.troupe.proto.WeightsChunk;
import io.troupe.proto.WeightsNotice;
import io.troupe.proto.WeightsRequest;
import io.troupe.proto.WeightsSubscribe;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A publisher and eleven receivers on hosts of their own, in two rows of relays, over a network of queues. */
class WeightsRelayTest {
    private static final String PUBLISHER = "akka://troupe@learner:1/p";
    private static final int RECEIVERS = 11;
    private static final int PARAMETERS = 25;
    private static final int CHUNK_BYTES = 8;
    private static final int CHUNKS = 13;

    private record Sent(String from, String to, GeneratedMessage message) {
    }

    private final Queue<Sent> network = new ArrayDeque<>();
    private final Set<String> gone = new HashSet<>();
    private final Set<String> corrupting = new HashSet<>();
    private final Map<String, Integer> chunksFrom = new HashMap<>();
    private final Map<String, WeightsIntake> intakes = new LinkedHashMap<>();
    private final Map<String, List<WeightsSnapshot>> taken = new HashMap<>();
    private WeightsPublication publication;

    @BeforeEach
    void start() {
        publication = new WeightsPublication(PUBLISHER, "layout", WeightsPrecision.FLOAT32, CHUNK_BYTES,
            new RelayTree(2), linkOf(PUBLISHER));
        for (int i = 0; i < RECEIVERS; i++) {
            add(receiver(i));
        }
        deliver();
    }

    @Test
    void shouldBringAVersionToAllAndSendItFromThePublisherTwice() {
        publication.publish(weights(1));
        deliver();
        assertAllHave(1);
        assertEquals(2 * CHUNKS, chunksFrom.get(PUBLISHER));
        assertEquals(2 * CHUNKS, chunksFrom.get(receiver(0)));
        assertEquals(RECEIVERS * CHUNKS, chunksFrom.values().stream().mapToInt(Integer::intValue).sum());
    }

    @Test
    void shouldPassAChunkOnBeforeTheWholeHasCome() {
        publication.publish(weights(1));
        deliverUntilChunk(receiver(0), 5);
        assertEquals(List.of(), taken.get(receiver(0)));
        assertEquals(5, network.stream().filter(sent -> sent.from().equals(receiver(0)) && sent.to().equals(receiver(2)))
            .count());
        deliver();
        assertAllHave(1);
    }

    @Test
    void shouldKeepARequestForAVersionThatIsNotAnnouncedYet() {
        publication.publish(weights(1));
        deliver();
        List<Sent> late = new ArrayList<>();
        publication.publish(weights(2));
        network.removeIf(sent -> sent.to().equals(receiver(0)) && late.add(sent));
        deliver();
        assertEquals(1, newest(receiver(2)).version());

        network.addAll(late);
        deliver();
        assertAllHave(2);
        assertEquals(4 * CHUNKS, chunksFrom.get(PUBLISHER));
    }

    @Test
    void shouldAskThePublisherInTheSteadOfARelayThatIsGoneAndStillServeThoseBehind() {
        gone.add(receiver(0));
        publication.publish(weights(1));
        deliver();
        tick(2);
        assertEquals(List.of(), taken.get(receiver(2)));
        tick(1);
        // Receivers 2 and 3 are behind the one that is gone; 6 and 7 behind 2 as before.
        assertAllHave(1);
        assertEquals(3 * CHUNKS, chunksFrom.get(PUBLISHER), "to 1, 2 and 3");
        assertEquals(2 * CHUNKS, chunksFrom.get(receiver(2)));

        publication.publish(weights(2));
        deliver();
        assertAllHave(2);
    }

    @Test
    void shouldAskARelayAgainAfterAWhile() {
        gone.add(receiver(0));
        publication.publish(weights(1));
        deliver();
        tick(3);
        gone.clear();
        tick(30);
        int before = chunksFrom.getOrDefault(receiver(0), 0);
        publication.publish(weights(2));
        deliver();
        assertAllHave(2);
        assertEquals(before + 2 * CHUNKS, chunksFrom.get(receiver(0)));
    }

    @Test
    void shouldAskThePublisherWhereWhatARelaySentIsWrong() {
        corrupting.add(receiver(0));
        publication.publish(weights(1));
        deliver();
        assertAllHave(1);
    }

    @Test
    void shouldTakeTheNewestFromARelayThatHasGoneOn() {
        publication.publish(weights(1));
        deliver();
        WeightsRequest outdated = WeightsRequest.newBuilder().setLearnerIncarnation(1).setVersion(1)
            .setReplyTo("stranger").build();
        publication.publish(weights(2));
        deliver();
        intakes.get(receiver(0)).onRequest(outdated.toBuilder().setVersion(0).build());
        WeightsNotice answer = (WeightsNotice) network.remove().message();
        assertTrue(answer.getIsAnswer());
        assertEquals(2, answer.getVersion());
        assertEquals("", answer.getSource());
        assertEquals(CHUNKS, network.size());
    }

    @Test
    void shouldGiveThoseWhoWaitTheVersionThatTookThePlace() {
        publication.publish(weights(1));
        // 0 and 1 have asked; the publisher goes on before it answers.
        while (!(network.peek().message() instanceof WeightsRequest && network.peek().to().equals(PUBLISHER))) {
            deliverOne();
        }
        publication.publish(weights(2));
        deliver();
        tick(6);
        assertAllHave(2);
    }

    @Test
    void shouldNotBeHeldUpByReceiversThatWaitForEachOther() {
        WeightsIntake one = intakes.get(receiver(0));
        WeightsIntake other = intakes.get(receiver(1));
        publication.publish(weights(1));
        WeightsNotice notice = (WeightsNotice) network.peek().message();
        network.clear();
        one.onNotice(notice.toBuilder().setSource(receiver(1)).setRelays(1).build());
        other.onNotice(notice.toBuilder().setSource(receiver(0)).setRelays(1).build());
        deliver();
        tick(3);
        assertEquals(1, newest(receiver(0)).version());
        assertEquals(1, newest(receiver(1)).version());
    }

    @Test
    void shouldGiveTheReceiversBehindOneThatHasLeftAnotherPlace() {
        publication.remove(receiver(0));
        gone.add(receiver(0));
        publication.publish(weights(1));
        deliver();
        assertAllHave(1);
    }

    private void add(String receiver) {
        List<WeightsSnapshot> mine = taken.computeIfAbsent(receiver, name -> new ArrayList<>());
        WeightsIntake intake = new WeightsIntake(receiver, PUBLISHER, "layout", PARAMETERS * Float.BYTES, mine::add,
            linkOf(receiver));
        intakes.put(receiver, intake);
        intake.subscribe();
    }

    private WeightsLink linkOf(String from) {
        return (to, message) -> network.add(new Sent(from, to, message));
    }

    private void tick(int times) {
        for (int i = 0; i < times; i++) {
            intakes.forEach((address, intake) -> {
                if (!gone.contains(address)) {
                    intake.onTick();
                }
            });
            deliver();
        }
    }

    private void deliver() {
        while (!network.isEmpty()) {
            deliverOne();
        }
    }

    private void deliverUntilChunk(String receiver, int index) {
        while (!(network.peek().to().equals(receiver) && network.peek().message() instanceof WeightsChunk chunk
            && chunk.getChunk() == index)) {
            deliverOne();
        }
    }

    private void deliverOne() {
        Sent sent = network.remove();
        GeneratedMessage message = sent.message();
        if (message instanceof WeightsChunk chunk) {
            chunksFrom.merge(sent.from(), 1, Integer::sum);
            if (corrupting.contains(sent.from()) && chunk.getChunk() == 3) {
                message = chunk.toBuilder().setData(ByteString.copyFrom(new byte[CHUNK_BYTES])).build();
            }
        }
        if (gone.contains(sent.to()) || gone.contains(sent.from())) {
            return;
        }
        WeightsIntake intake = intakes.get(sent.to());
        if (message instanceof WeightsNotice notice) {
            intake.onNotice(notice);
        } else if (message instanceof WeightsChunk chunk) {
            intake.onChunk(chunk);
        } else if (message instanceof WeightsRequest request && sent.to().equals(PUBLISHER)) {
            publication.request(request);
        } else if (message instanceof WeightsRequest request) {
            intake.onRequest(request);
        } else if (message instanceof WeightsSubscribe subscribe) {
            publication.subscribe(subscribe.getSubscriber());
        }
    }

    private void assertAllHave(long version) {
        intakes.keySet().stream().filter(receiver -> !gone.contains(receiver)).forEach(receiver -> {
            assertEquals(version, newest(receiver).version(), receiver);
            assertEquals(weights(version).data(), newest(receiver).data(), receiver);
        });
    }

    private WeightsSnapshot newest(String receiver) {
        List<WeightsSnapshot> mine = taken.get(receiver);
        return mine.get(mine.size() - 1);
    }

    private static String receiver(int index) {
        return "akka://troupe@host-" + index + ":1/r";
    }

    private static WeightsSnapshot weights(long version) {
        UnsafeBuffer data = new UnsafeBuffer(new byte[PARAMETERS * Float.BYTES]);
        for (int i = 0; i < PARAMETERS; i++) {
            data.putFloat(i * Float.BYTES, version * 100 + i, ByteOrder.LITTLE_ENDIAN);
        }
        return new WeightsSnapshot(1, version, version, data);
    }
}
