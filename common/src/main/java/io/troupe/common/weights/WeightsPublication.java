package io.troupe.common.weights;

import io.troupe.proto.WeightsNotice;
import io.troupe.proto.WeightsRequest;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The learner's end of the way that weights take: tells every subscriber that newer ones exist and from whom it has
 * them, and answers requests for chunks of the newest version. Nothing queues for a slow receiver: it asks when it is
 * ready, and a request for a version that is gone is answered with the newest: its notice, then its chunks. So every
 * request brings a whole version, however fast versions follow. Used by one thread.
 */
public final class WeightsPublication {
    private final String self;
    private final String layoutFingerprint;
    private final WeightsPrecision precision;
    private final int chunkBytes;
    private final RelayTree tree;
    private final WeightsLink link;
    private final Set<String> subscribers = new LinkedHashSet<>();
    /** Null where subscribers have come or gone. */
    private Map<String, RelayTree.Place> places;
    private WeightsSnapshot newest;
    private HeldWeights held;

    /**
     * @param self              the publisher's own address
     * @param layoutFingerprint of the network, which every receiver compares with its own
     */
    public WeightsPublication(String self, String layoutFingerprint, WeightsPrecision precision, int chunkBytes,
                              RelayTree tree, WeightsLink link) {
        this.self = self;
        this.layoutFingerprint = layoutFingerprint;
        this.precision = precision;
        this.chunkBytes = chunkBytes;
        this.tree = tree;
        this.link = link;
    }

    /** Tells all subscribers, those first whom others have it from. An older version than the newest is ignored. */
    public void publish(WeightsSnapshot weights) {
        if (!weights.isNewerThan(newest)) {
            return;
        }
        newest = weights;
        byte[] bytes = new byte[precision.sizeBytes(weights.data().capacity())];
        UnsafeBuffer sent = new UnsafeBuffer(bytes);
        precision.write(weights.data(), sent);
        held = HeldWeights.whole(WeightsNotice.newBuilder()
            .setLearnerIncarnation(weights.learnerIncarnation())
            .setVersion(weights.version())
            .setLearnerStep(weights.learnerStep())
            .setLayoutFingerprint(layoutFingerprint)
            .setSizeBytes(bytes.length)
            .setChunkBytes(chunkBytes)
            .setChecksum(WeightsChecksum.of(sent))
            .setPublisher(self)
            .setFormat(precision.format())
            .build(), bytes);
        subscribers.forEach(this::tell);
    }

    /** Returns whether it is a new one; such a one is told of the newest version. */
    public boolean subscribe(String subscriber) {
        if (!subscribers.add(subscriber)) {
            return false;
        }
        places = null;
        if (held != null) {
            tell(subscriber);
        }
        return true;
    }

    /** Nobody is sent to this one any more. */
    public void remove(String subscriber) {
        subscribers.remove(subscriber);
        places = null;
    }

    /** Answers with the newest version, whole. */
    public void request(WeightsRequest request) {
        if (held != null) {
            held.answer(request, link);
        }
    }

    private void tell(String subscriber) {
        if (places == null) {
            places = tree.places(self, subscribers);
        }
        RelayTree.Place place = places.get(subscriber);
        String source = place.relays() == 0 ? "" : place.source();
        link.tell(subscriber, held.notice().toBuilder().setSource(source).setRelays(place.relays()).build());
    }
}
