package io.troupe.learner.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.Behavior;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.troupe.common.weights.WeightsChecksum;
import io.troupe.common.weights.WeightsPrecision;
import io.troupe.common.weights.WeightsSnapshot;
import io.troupe.proto.WeightsChunk;
import io.troupe.proto.WeightsNotice;
import io.troupe.proto.WeightsRequest;
import io.troupe.proto.WeightsSubscribe;
import java.util.LinkedHashMap;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Tells every subscriber that newer weights exist, and answers their requests for chunks of the newest version. Nothing
 * queues for a slow receiver: it asks when it is ready, and a request for a version that is gone is answered with the
 * newest: its notice, then its chunks. So every request brings a whole version, however fast versions follow.
 */
public final class WeightsPublisher extends AbstractBehavior<Object> {
    private static final int CHUNK_BYTES = 128 * 1024;

    private final String layoutFingerprint;
    private final WeightsPrecision precision;
    private final ActorRefResolver resolver;
    private final String self;
    private final Map<String, ActorRef<Object>> subscribers = new LinkedHashMap<>();
    private WeightsSnapshot newest;
    private ByteString data;
    private WeightsNotice notice;

    private WeightsPublisher(ActorContext<Object> context, String layoutFingerprint, WeightsPrecision precision) {
        super(context);
        this.layoutFingerprint = layoutFingerprint;
        this.precision = precision;
        resolver = ActorRefResolver.get(context.getSystem());
        self = resolver.toSerializationFormat(context.getSelf());
    }

    /** Takes {@link WeightsSnapshot}s from the learner, and requests from the actors. */
    public static Behavior<Object> create(String layoutFingerprint, WeightsPrecision precision) {
        return Behaviors.setup(context -> new WeightsPublisher(context, layoutFingerprint, precision));
    }

    @Override
    public Receive<Object> createReceive() {
        return newReceiveBuilder()
            .onMessage(WeightsSnapshot.class, this::onPublished)
            .onMessage(WeightsSubscribe.class, this::onSubscribe)
            .onMessage(WeightsRequest.class, this::onRequest)
            .onSignal(Terminated.class, this::onTerminated)
            .build();
    }

    private Behavior<Object> onPublished(WeightsSnapshot weights) {
        if (!weights.isNewerThan(newest)) {
            return this;
        }
        newest = weights;
        byte[] bytes = new byte[precision.sizeBytes(weights.data().capacity())];
        UnsafeBuffer sent = new UnsafeBuffer(bytes);
        precision.write(weights.data(), sent);
        data = UnsafeByteOperations.unsafeWrap(bytes);
        notice = WeightsNotice.newBuilder()
            .setLearnerIncarnation(weights.learnerIncarnation())
            .setVersion(weights.version())
            .setLearnerStep(weights.learnerStep())
            .setLayoutFingerprint(layoutFingerprint)
            .setSizeBytes(data.size())
            .setChunkBytes(CHUNK_BYTES)
            .setChecksum(WeightsChecksum.of(sent))
            .setPublisher(self)
            .setFormat(precision.format())
            .build();
        subscribers.values().forEach(subscriber -> subscriber.tell(notice));
        return this;
    }

    private Behavior<Object> onSubscribe(WeightsSubscribe subscribe) {
        ActorRef<Object> subscriber = resolver.resolveActorRef(subscribe.getSubscriber());
        if (subscribers.put(subscribe.getSubscriber(), subscriber) == null) {
            getContext().watch(subscriber);
            if (notice != null) {
                subscriber.tell(notice);
            }
        }
        return this;
    }

    private Behavior<Object> onRequest(WeightsRequest request) {
        if (newest == null) {
            return this;
        }
        ActorRef<Object> receiver = resolver.resolveActorRef(request.getReplyTo());
        if (request.getVersion() != newest.version() || request.getLearnerIncarnation() != newest.learnerIncarnation()) {
            receiver.tell(notice.toBuilder().setIsAnswer(true).build());
        }
        for (int begin = 0, chunk = 0; begin < data.size(); begin += CHUNK_BYTES, chunk++) {
            receiver.tell(WeightsChunk.newBuilder()
                .setLearnerIncarnation(newest.learnerIncarnation())
                .setVersion(newest.version())
                .setChunk(chunk)
                .setData(data.substring(begin, Math.min(data.size(), begin + CHUNK_BYTES)))
                .build());
        }
        return this;
    }

    private Behavior<Object> onTerminated(Terminated terminated) {
        subscribers.values().removeIf(subscriber -> subscriber.equals(terminated.getRef()));
        return this;
    }
}
