package io.troupe.learner.cluster;

import akka.actor.typed.ActorRef;
import io.troupe.common.cluster.ClusterSystem;
import io.troupe.learner.membership.NodeRegistry;
import io.troupe.learner.membership.RunJournal;
import io.troupe.proto.StopPhase;

/** What the learner tells its run's coordinator. Thread-safe. */
public final class CoordinatorHandle {
    private final ActorRef<Object> coordinator;

    /** Makes this process the coordinator's home. */
    public CoordinatorHandle(ClusterSystem cluster, NodeRegistry registry, RunJournal journal, boolean isPaused) {
        coordinator = cluster.coordinator(Coordinator.create(registry, journal, isPaused));
    }

    public void pause(boolean isPaused) {
        coordinator.tell(new Coordinator.Pause(isPaused));
    }

    /** Actors stop stepping, and deliver what they have. */
    public void drain(String reason) {
        coordinator.tell(new Coordinator.End(StopPhase.DRAIN, reason));
    }

    /** Every node closes. */
    public void close(String reason) {
        coordinator.tell(new Coordinator.End(StopPhase.CLOSE, reason));
    }

    /** Asks the evaluating actor for one evaluation of weights of at least this version. */
    public void evaluate(long learnerIncarnation, long version) {
        coordinator.tell(new Coordinator.Evaluate(learnerIncarnation, version));
    }
}
