package io.troupe.learner.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import io.troupe.common.cluster.ClusterSystem;
import io.troupe.common.weights.RelayTree;
import io.troupe.common.weights.WeightsPrecision;
import io.troupe.common.weights.WeightsSnapshot;
import io.troupe.learner.learning.WeightsSink;

/** The learner's port to the actors' weights: hands each version to a {@link WeightsPublisher}. */
public final class PublishedWeights implements WeightsSink {
    private final ActorRef<Object> publisher;
    private final String reference;

    /**
     * @param layoutFingerprint of the network, which every receiver compares with its own
     * @param precision         what the weights are sent as; every receiver is told with each version
     * @param tree              from whom each receiver has them
     */
    public PublishedWeights(ClusterSystem cluster, String layoutFingerprint, WeightsPrecision precision,
                            RelayTree tree) {
        publisher = cluster.spawn(WeightsPublisher.create(layoutFingerprint, precision, tree), "weights-publisher");
        reference = ActorRefResolver.get(cluster.actorSystem()).toSerializationFormat(publisher);
    }

    @Override
    public void publish(WeightsSnapshot weights) {
        publisher.tell(weights);
    }

    /** Where actors subscribe: part of the coordinator's welcome. */
    public String reference() {
        return reference;
    }
}
