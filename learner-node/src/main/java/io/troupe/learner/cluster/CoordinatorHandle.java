package io.troupe.learner.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import com.google.protobuf.GeneratedMessage;
import io.troupe.common.cluster.ClusterSystem;
import io.troupe.learner.membership.NodeRegistry;
import io.troupe.learner.membership.RunJournal;
import io.troupe.proto.StopPhase;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** What the learner tells its run's coordinator. Thread-safe. */
public final class CoordinatorHandle {
    private final ActorRef<Object> coordinator;
    private final ActorSystem<?> system;

    /** Makes this process the coordinator's home. */
    public CoordinatorHandle(ClusterSystem cluster, NodeRegistry registry, RunJournal journal, boolean isPaused) {
        system = cluster.actorSystem();
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

    /**
     * Asks a node, and gives its answer; fails with a {@link java.util.concurrent.TimeoutException} where it is silent.
     *
     * @param question made with the serialized reference that the answer goes to
     */
    public <T extends GeneratedMessage> CompletionStage<T> ask(int nodeId, Function<String, GeneratedMessage> question,
                                                              Class<T> answer, Duration timeout) {
        ActorRefResolver resolver = ActorRefResolver.get(system);
        return AskPattern.<Object, Object>ask(coordinator,
            replyTo -> new Coordinator.Ask(nodeId, question.apply(resolver.toSerializationFormat(replyTo))),
            timeout, system.scheduler()).thenApply(answer::cast);
    }

    /** Asks the evaluating actor for one evaluation of weights of at least this version. */
    public void evaluate(long learnerIncarnation, long version) {
        coordinator.tell(new Coordinator.Evaluate(learnerIncarnation, version));
    }
}
