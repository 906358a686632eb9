package io.troupe.learner.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.Behavior;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import com.google.protobuf.GeneratedMessage;
import io.troupe.learner.membership.NodeRegistry;
import io.troupe.learner.membership.NodeRegistry.Node;
import io.troupe.learner.membership.NodeRegistry.Registration;
import io.troupe.learner.membership.RunJournal;
import io.troupe.proto.ActorStatus;
import io.troupe.proto.Directory;
import io.troupe.proto.EvaluationResult;
import io.troupe.proto.Hello;
import io.troupe.proto.LaneMoved;
import io.troupe.proto.RequestEvaluation;
import io.troupe.proto.SetEvaluator;
import io.troupe.proto.SetPaused;
import io.troupe.proto.ShardDraining;
import io.troupe.proto.ShardReady;
import io.troupe.proto.ShardStatus;
import io.troupe.proto.Stop;
import io.troupe.proto.StopPhase;

/**
 * Holds the run's description: takes nodes in, tells all of them who is there, and passes on what they report. There is
 * one in a cluster. The decisions are {@link NodeRegistry}'s; here messages travel.
 */
public final class Coordinator extends AbstractBehavior<Object> {
    /** From the learner: stop or go on stepping and learning. */
    public record Pause(boolean isPaused) {
    }

    /** From the learner: the run ends; actors drain, or everybody closes. */
    public record End(StopPhase phase, String reason) {
    }

    /** From the learner: evaluate weights of at least this version. */
    public record Evaluate(long learnerIncarnation, long version) {
    }

    /** From the learner: a question for one node, which answers to whom the question names. */
    public record Ask(int nodeId, GeneratedMessage question) {
    }

    private final NodeRegistry registry;
    private final RunJournal journal;
    private final ActorRefResolver resolver;
    private final String self;
    private final Members members;
    private boolean isPaused;
    private boolean isClosing;
    /** What all were told, and whoever comes now is told too; null while the run goes on. */
    private Stop stop;

    private Coordinator(ActorContext<Object> context, TimerScheduler<Object> timers, NodeRegistry registry,
                        RunJournal journal, boolean isPaused) {
        super(context);
        this.registry = registry;
        this.journal = journal;
        this.isPaused = isPaused;
        resolver = ActorRefResolver.get(context.getSystem());
        members = new Members(context, timers);
        self = resolver.toSerializationFormat(context.getSelf());
    }

    /** @param journal hears what happens, on this behavior's thread */
    public static Behavior<Object> create(NodeRegistry registry, RunJournal journal, boolean isPaused) {
        return Behaviors.setup(context -> Behaviors.withTimers(
            timers -> new Coordinator(context, timers, registry, journal, isPaused)));
    }

    @Override
    public Receive<Object> createReceive() {
        return newReceiveBuilder()
            .onMessage(Hello.class, this::onHello)
            .onMessage(ActorStatus.class, this::onActorStatus)
            .onMessage(ShardStatus.class, this::onShardStatus)
            .onMessage(EvaluationResult.class, result -> passOn(() -> journal.onEvaluation(result)))
            .onMessage(ShardReady.class, this::onShardReady)
            .onMessage(ShardDraining.class, this::onShardDraining)
            .onMessage(LaneMoved.class, this::onLaneMoved)
            .onMessage(Pause.class, this::onPause)
            .onMessage(End.class, this::onEnd)
            .onMessage(Evaluate.class, this::onEvaluate)
            .onMessage(Ask.class, this::onAsk)
            .onMessage(Members.Doubt.class, this::onDoubt)
            .onSignal(Terminated.class, this::onTerminated)
            .build();
    }

    private Behavior<Object> onHello(Hello hello) {
        ActorRef<Object> member = resolver.resolveActorRef(hello.getReplyTo());
        Registration registration = registry.register(hello, isPaused);
        if (registration.refused() != null) {
            getContext().getLog().warn("{} was refused: {}", hello.getNodeName(), registration.refused());
            member.tell(registration.refused());
            return this;
        }
        registration.replaced().ifPresent(node -> forget(node.nodeId()));
        int nodeId = registration.welcome().getNodeId();
        boolean isNew = members.add(nodeId, member);
        member.tell(registration.welcome().toBuilder().setCoordinator(self).build());
        if (isNew) {
            getContext().getLog().info("{} joined as node {}", hello.getNodeName(), nodeId);
            tellDirectory();
            if (stop != null) {
                member.tell(stop);
            }
            return this;
        }
        return heard(nodeId, () -> { });
    }

    private Behavior<Object> onTerminated(Terminated terminated) {
        members.nodeId(terminated.getRef()).ifPresent(isClosing ? this::onGone : members::doubt);
        return this;
    }

    private Behavior<Object> onDoubt(Members.Doubt doubt) {
        if (members.isGone(doubt.nodeId())) {
            onGone(doubt.nodeId());
        }
        return this;
    }

    private Behavior<Object> heard(int nodeId, Runnable call) {
        members.heard(nodeId);
        return passOn(call);
    }

    private void onGone(int nodeId) {
        if (!isClosing) {
            registry.node(nodeId).ifPresent(node ->
                getContext().getLog().warn("{} (node {}) is gone", node.hello().getNodeName(), nodeId));
        }
        remove(nodeId);
    }

    private void onLeft(int nodeId) {
        registry.node(nodeId).ifPresent(node ->
            getContext().getLog().info("{} (node {}) has left", node.hello().getNodeName(), nodeId));
        remove(nodeId);
    }

    private void remove(int nodeId) {
        int evaluatorBefore = registry.evaluator().map(Node::nodeId).orElse(-1);
        boolean wasThere = registry.remove(nodeId);
        forget(nodeId);
        if (!wasThere) {
            return;
        }
        registry.evaluator().filter(node -> node.nodeId() != evaluatorBefore).ifPresent(node ->
            members.tell(node.nodeId(), SetEvaluator.newBuilder().setIsEvaluator(true).build()));
        tellDirectory();
    }

    private void forget(int nodeId) {
        members.remove(nodeId);
        journal.onGone(nodeId);
    }

    private Behavior<Object> onShardReady(ShardReady ready) {
        if (members.has(ready.getNodeId())) {
            registry.shardReady(ready.getNodeId(), ready.getStoreId())
                .forEach(moved -> members.tell(ready.getNodeId(), moved));
            tellDirectory();
        }
        return this;
    }

    private Behavior<Object> onShardDraining(ShardDraining draining) {
        if (registry.shardDraining(draining.getNodeId())) {
            registry.node(draining.getNodeId()).ifPresent(node -> getContext().getLog().info(
                "{} (node {}) drains: its lanes go to other shards", node.hello().getNodeName(), node.nodeId()));
            tellDirectory();
        }
        return this;
    }

    /** One that has drained says goodbye with its last status: it is out of the run from then on. */
    private Behavior<Object> onShardStatus(ShardStatus status) {
        heard(status.getNodeId(), () -> journal.onShardStatus(status));
        if (members.has(status.getNodeId())) {
            registry.shardReported(status).forEach(moved -> members.tell(status.getNodeId(), moved));
        }
        if (status.getIsRetired()) {
            onLeft(status.getNodeId());
        }
        return this;
    }

    /** One that leaves in order says so with its last status, and may say it twice. */
    private Behavior<Object> onActorStatus(ActorStatus status) {
        if (!status.getIsLeaving()) {
            return heard(status.getNodeId(), () -> journal.onActorStatus(status));
        }
        if (members.has(status.getNodeId())) {
            journal.onActorStatus(status);
            if (registry.actorLeaving(status.getNodeId())) {
                tellDirectory();
            }
            onLeft(status.getNodeId());
        }
        return this;
    }

    private Behavior<Object> onLaneMoved(LaneMoved moved) {
        registry.laneMoved(moved);
        getContext().getLog().info("lane {} went over to another shard at record {}",
            moved.getLaneId(), moved.getFromRecord());
        registry.nodes().stream()
            .filter(node -> node.storeId() == moved.getFromStoreId())
            .forEach(node -> members.tell(node.nodeId(), moved));
        return this;
    }

    private Behavior<Object> onPause(Pause pause) {
        isPaused = pause.isPaused();
        return broadcast(SetPaused.newBuilder().setIsPaused(isPaused).build());
    }

    private Behavior<Object> onEnd(End end) {
        isClosing = end.phase() == StopPhase.CLOSE;
        stop = Stop.newBuilder().setPhase(end.phase()).setReason(end.reason()).build();
        return broadcast(stop);
    }

    private Behavior<Object> onEvaluate(Evaluate evaluate) {
        RequestEvaluation request = RequestEvaluation.newBuilder()
            .setLearnerIncarnation(evaluate.learnerIncarnation()).setVersion(evaluate.version()).build();
        registry.evaluator().ifPresent(node -> members.tell(node.nodeId(), request));
        return this;
    }

    /** Who asks a node that is gone gets no answer, and knows by then. */
    private Behavior<Object> onAsk(Ask ask) {
        members.tell(ask.nodeId(), ask.question());
        return this;
    }

    private void tellDirectory() {
        Directory directory = registry.directory();
        journal.onDirectory(directory);
        broadcast(directory);
    }

    private Behavior<Object> broadcast(Object message) {
        members.tellAll(message);
        return this;
    }

    private Behavior<Object> passOn(Runnable call) {
        call.run();
        return this;
    }
}
