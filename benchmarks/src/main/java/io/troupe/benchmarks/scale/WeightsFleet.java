package io.troupe.benchmarks.scale;

import com.google.protobuf.GeneratedMessage;
import io.troupe.common.weights.RelayTree;
import io.troupe.common.weights.WeightsIntake;
import io.troupe.common.weights.WeightsLink;
import io.troupe.common.weights.WeightsPrecision;
import io.troupe.common.weights.WeightsPublication;
import io.troupe.common.weights.WeightsSnapshot;
import io.troupe.proto.WeightsChunk;
import io.troupe.proto.WeightsNotice;
import io.troupe.proto.WeightsRequest;
import io.troupe.proto.WeightsSubscribe;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The learner's publication and every actor's intake, between simulated nodes. Each byte of weights stands for
 * {@link #BYTES_EACH}, so that thousands of actors have room in one process; there are as many chunks as in truth.
 */
final class WeightsFleet {
    /** A chunk of 16 bytes is one of 128 KiB. */
    private static final int BYTES_EACH = 8_192;
    private static final int CHUNK_BYTES = 128 * 1024 / BYTES_EACH;
    private static final long TICK_NS = TimeUnit.SECONDS.toNanos(1);
    private static final String LAYOUT = "layout";

    private final SimulatedTime time;
    private final ScaleCase simulated;
    private final int sizeBytes;
    private final Node learner;
    private final String publisher;
    private final WeightsPublication publication;
    private final Map<String, Node> nodes = new HashMap<>();
    private final Map<String, WeightsIntake> intakes = new HashMap<>();
    private final List<Long> publishedNs = new ArrayList<>();
    /** Of the versions that are followed: how long each took to each actor, as far as it is there. */
    private final List<Long> delaysNs = new ArrayList<>();

    WeightsFleet(SimulatedTime time, ScaleCase simulated, Node learner, String address) {
        this.time = time;
        this.simulated = simulated;
        this.learner = learner;
        publisher = address;
        sizeBytes = (int) (simulated.weightsBytes() / BYTES_EACH / Float.BYTES) * Float.BYTES;
        publication = new WeightsPublication(address, LAYOUT, WeightsPrecision.FLOAT32, CHUNK_BYTES,
            new RelayTree(simulated.fanOut()), linkOf(learner));
    }

    /** An actor whose ticks begin some time within the first second. */
    void add(String address, Node node, SplittableRandom random) {
        nodes.put(address, node);
        long[] newest = new long[1];
        WeightsIntake intake = new WeightsIntake(address, publisher, LAYOUT, sizeBytes, weights -> {
            for (long version = newest[0] + 1; version <= Math.min(weights.version(), simulated.versions()); version++) {
                delaysNs.add(time.nanoTime() - publishedNs.get((int) version - 1));
            }
            newest[0] = weights.version();
        }, linkOf(node));
        intakes.put(address, intake);
        publication.subscribe(address);
        time.every(random.nextLong(TICK_NS), TICK_NS, intake::onTick);
    }

    void publish() {
        long version = publishedNs.size() + 1L;
        publishedNs.add(time.nanoTime());
        UnsafeBuffer data = new UnsafeBuffer(new byte[sizeBytes]);
        for (int offset = 0; offset < sizeBytes; offset += Float.BYTES) {
            data.putFloat(offset, version + offset, ByteOrder.LITTLE_ENDIAN);
        }
        publication.publish(new WeightsSnapshot(1, version, version, data));
    }

    /** Whether every actor has had each version that is followed, or a newer one. */
    boolean isDone() {
        return delaysNs.size() == (long) simulated.versions() * intakes.size();
    }

    /**
     * From a publication to when an actor had that version or a newer one.
     *
     * @param share of all actors and followed versions that were as quick or quicker
     */
    double delayS(double share) {
        long[] sorted = delaysNs.stream().mapToLong(Long::longValue).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.ceil(share * sorted.length) - 1] / 1e9;
    }

    private WeightsLink linkOf(Node from) {
        return (address, message) -> {
            Node to = address.equals(publisher) ? learner : nodes.get(address);
            from.tell(to, sizeOf(message), () -> deliver(address, message));
        };
    }

    private static long sizeOf(GeneratedMessage message) {
        long weights = message instanceof WeightsChunk chunk ? chunk.getData().size() : 0;
        return message.getSerializedSize() + weights * (BYTES_EACH - 1);
    }

    private void deliver(String address, GeneratedMessage message) {
        if (message instanceof WeightsNotice notice) {
            intakes.get(address).onNotice(notice);
        } else if (message instanceof WeightsChunk chunk) {
            intakes.get(address).onChunk(chunk);
        } else if (message instanceof WeightsSubscribe subscribe) {
            publication.subscribe(subscribe.getSubscriber());
        } else if (message instanceof WeightsRequest request && address.equals(publisher)) {
            publication.request(request);
        } else if (message instanceof WeightsRequest request) {
            intakes.get(address).onRequest(request);
        } else {
            throw new IllegalArgumentException("nobody takes " + message);
        }
    }
}
