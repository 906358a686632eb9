package io.troupe.learner.cluster;

import akka.actor.typed.Behavior;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import io.troupe.common.cluster.References;
import io.troupe.common.weights.RelayTree;
import io.troupe.common.weights.WeightsPrecision;
import io.troupe.common.weights.WeightsPublication;
import io.troupe.common.weights.WeightsSnapshot;
import io.troupe.proto.WeightsRequest;
import io.troupe.proto.WeightsSubscribe;

/** A {@link WeightsPublication} among the cluster's behaviors. Subscribers that are gone are told nothing any more. */
public final class WeightsPublisher extends AbstractBehavior<Object> {
    private static final int CHUNK_BYTES = 128 * 1024;

    private final References references;
    private final WeightsPublication publication;

    private WeightsPublisher(ActorContext<Object> context, String layoutFingerprint, WeightsPrecision precision,
                             RelayTree tree) {
        super(context);
        references = new References(context.getSystem());
        publication = new WeightsPublication(references.serialized(context.getSelf()), layoutFingerprint, precision,
            CHUNK_BYTES, tree, references);
    }

    /** Takes {@link WeightsSnapshot}s from the learner, and requests from the actors. */
    public static Behavior<Object> create(String layoutFingerprint, WeightsPrecision precision, RelayTree tree) {
        return Behaviors.setup(context -> new WeightsPublisher(context, layoutFingerprint, precision, tree));
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
        publication.publish(weights);
        return this;
    }

    private Behavior<Object> onSubscribe(WeightsSubscribe subscribe) {
        if (publication.subscribe(subscribe.getSubscriber())) {
            getContext().watch(references.of(subscribe.getSubscriber()));
        }
        return this;
    }

    private Behavior<Object> onRequest(WeightsRequest request) {
        publication.request(request);
        return this;
    }

    private Behavior<Object> onTerminated(Terminated terminated) {
        String subscriber = references.serialized(terminated.getRef().unsafeUpcast());
        publication.remove(subscriber);
        references.forget(subscriber);
        return this;
    }
}
