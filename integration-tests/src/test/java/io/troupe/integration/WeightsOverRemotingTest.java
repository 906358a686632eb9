package io.troupe.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.actor.cluster.WeightsReceiver;
import io.troupe.common.cluster.ClusterSystem;
import io.troupe.common.weights.RelayTree;
import io.troupe.common.weights.WeightsPrecision;
import io.troupe.common.weights.WeightsSnapshot;
import io.troupe.learner.cluster.PublishedWeights;
import io.troupe.testing.Await;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Weights from one process's cluster system to another's, through Akka's remoting and serializers. */
class WeightsOverRemotingTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int BYTES = 1_000_000;

    private ClusterSystem learner;
    private ClusterSystem actor;

    @BeforeEach
    void start() {
        learner = ClusterSystem.start(Clusters.settings("learner", List.of()), Set.of("learner"));
        learner.awaitMembership(() -> false);
        actor = ClusterSystem.start(Clusters.settings("actor", List.of(learner.address())), Set.of("actor"));
        actor.awaitMembership(() -> false);
    }

    @AfterEach
    void stop() {
        actor.close();
        learner.close();
    }

    @Test
    void shouldBringEachVersionWholeAndTheNewestInTheEnd() {
        List<WeightsSnapshot> arrived = new CopyOnWriteArrayList<>();
        PublishedWeights published = new PublishedWeights(learner, "layout", WeightsPrecision.FLOAT32,
            new RelayTree(8));
        actor.spawn(WeightsReceiver.create(published.reference(), "layout", BYTES, arrived::add), "weights-receiver");

        published.publish(weights(1));
        await("the first version", arrived, 1);
        for (long version = 2; version <= 20; version++) {
            published.publish(weights(version));
        }
        await("the newest version", arrived, 20);

        long before = 0;
        for (WeightsSnapshot snapshot : arrived) {
            assertTrue(snapshot.version() > before, "versions only rise");
            before = snapshot.version();
            assertEquals(10 * snapshot.version(), snapshot.learnerStep());
            assertEquals(weights(snapshot.version()).data(), snapshot.data(), "version " + snapshot.version());
        }
    }

    @Test
    void shouldNotTakeWeightsOfAnotherNetwork() {
        List<WeightsSnapshot> taken = new CopyOnWriteArrayList<>();
        List<WeightsSnapshot> arrived = new CopyOnWriteArrayList<>();
        PublishedWeights published = new PublishedWeights(learner, "layout", WeightsPrecision.FLOAT32,
            new RelayTree(8));
        actor.spawn(WeightsReceiver.create(published.reference(), "another layout", BYTES, taken::add),
            "weights-receiver");
        actor.spawn(WeightsReceiver.create(published.reference(), "layout", BYTES, arrived::add), "weights-receiver");

        published.publish(weights(1));
        published.publish(weights(2));
        await("the right receiver to have them", arrived, 2);

        assertEquals(List.of(), taken);
    }

    @Test
    void shouldBringBFloat16AsTheFloat32ThatItStandsFor() {
        List<WeightsSnapshot> arrived = new CopyOnWriteArrayList<>();
        PublishedWeights published = new PublishedWeights(learner, "layout", WeightsPrecision.BFLOAT16,
            new RelayTree(8));
        actor.spawn(WeightsReceiver.create(published.reference(), "layout", BYTES, arrived::add), "weights-receiver");

        published.publish(weights(1));
        await("the version", arrived, 1);

        UnsafeBuffer rounded = new UnsafeBuffer(new byte[BYTES / 2]);
        WeightsPrecision.BFLOAT16.write(weights(1).data(), rounded);
        assertEquals(WeightsPrecision.BFLOAT16.read(rounded), arrived.get(0).data());
    }

    private static void await(String what, List<WeightsSnapshot> arrived, long version) {
        Await.until(what, LIMIT, () -> arrived.stream().map(WeightsSnapshot::version).toList() + " arrived",
            () -> !arrived.isEmpty() && arrived.get(arrived.size() - 1).version() == version);
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
