package io.troupe.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import io.troupe.actor.cluster.WeightsReceiver;
import io.troupe.common.cluster.ClusterSystem;
import io.troupe.common.weights.RelayTree;
import io.troupe.common.weights.WeightsPrecision;
import io.troupe.common.weights.WeightsSnapshot;
import io.troupe.learner.cluster.WeightsPublisher;
import io.troupe.proto.WeightsRequest;
import io.troupe.proto.WeightsSubscribe;
import io.troupe.testing.Await;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Weights to receivers in two other cluster systems, most of which are to have them from others. */
class WeightsRelayOverRemotingTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int BYTES = 1_000_000;
    private static final int RECEIVERS = 4;

    private final List<ClusterSystem> systems = new ArrayList<>();
    private final Map<Integer, WeightsSnapshot> newest = new ConcurrentHashMap<>();
    private final Set<String> subscribers = ConcurrentHashMap.newKeySet();
    private final Set<String> askers = ConcurrentHashMap.newKeySet();
    private final List<String> receivers = new ArrayList<>();
    private ActorRef<Object> publisher;

    @BeforeEach
    void start() {
        ClusterSystem learner = start("learner", List.of());
        publisher = learner.spawn(noting(learner.spawn(
            WeightsPublisher.create("layout", WeightsPrecision.FLOAT32, new RelayTree(2)), "publisher")), "noting");
        // Who subscribes first is told to be a relay; this one hears everything and does nothing.
        publisher.tell(WeightsSubscribe.newBuilder()
            .setSubscriber(reference(learner, learner.spawn(Behaviors.ignore(), "deaf"))).build());
        List<ClusterSystem> actors = List.of(start("actor", List.of(learner.address())),
            start("actor", List.of(learner.address())));
        for (int i = 0; i < RECEIVERS; i++) {
            int index = i;
            ClusterSystem actor = actors.get(i % actors.size());
            String receiver = reference(actor, actor.spawn(WeightsReceiver.create(reference(learner, publisher), "layout",
                BYTES, weights -> newest.put(index, weights)), "receiver"));
            receivers.add(receiver);
            Await.until(receiver + " to subscribe", LIMIT, subscribers::toString, () -> subscribers.contains(receiver));
        }
    }

    @AfterEach
    void stop() {
        // The learner last, so that nobody waits for it.
        for (int i = systems.size() - 1; i >= 0; i--) {
            systems.get(i).close();
        }
    }

    @Test
    void shouldReachAllThroughRelaysAndThoseBehindOneThatDoesNotAnswer() {
        publisher.tell(weights(1));
        awaitAll(1);
        askers.clear();
        publisher.tell(weights(2));
        awaitAll(2);
        // The heap is publisher; deaf, 0; 1, 2 behind the deaf one, 3 behind 0.
        assertEquals(Set.copyOf(receivers.subList(0, 3)), askers, "who took them from the publisher");
    }

    private ClusterSystem start(String name, List<String> seeds) {
        ClusterSystem system = ClusterSystem.start(Clusters.settings(name, seeds), Set.of(name));
        systems.add(system);
        system.awaitMembership(() -> false);
        return system;
    }

    private Behavior<Object> noting(ActorRef<Object> to) {
        return Behaviors.receiveMessage(message -> {
            to.tell(message);
            if (message instanceof WeightsRequest request) {
                askers.add(request.getReplyTo());
            } else if (message instanceof WeightsSubscribe subscribe) {
                subscribers.add(subscribe.getSubscriber());
            }
            return Behaviors.same();
        });
    }

    private static String reference(ClusterSystem system, ActorRef<Object> behavior) {
        return ActorRefResolver.get(system.actorSystem()).toSerializationFormat(behavior);
    }

    private void awaitAll(long version) {
        Await.until("version " + version + " everywhere", LIMIT, () -> newest.toString(), () -> newest.size() == RECEIVERS
            && newest.values().stream().allMatch(weights -> weights.version() == version));
        newest.values().forEach(arrived -> assertEquals(weights(version).data(), arrived.data()));
    }

    private static WeightsSnapshot weights(long version) {
        UnsafeBuffer floats = new UnsafeBuffer(new byte[BYTES]);
        SplittableRandom random = new SplittableRandom(version);
        for (int offset = 0; offset < BYTES; offset += Float.BYTES) {
            floats.putFloat(offset, (float) random.nextDouble(-1, 1), ByteOrder.LITTLE_ENDIAN);
        }
        return new WeightsSnapshot(1, version, 10 * version, floats);
    }
}
