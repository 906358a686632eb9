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
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

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

    /** To itself: this node had been given up, and has had time to show that it lives. */
    private record Doubt(int nodeId) {
    }

    /** Longer than a node takes from one status to the next, and than one is stalled that is not dead. */
    private static final Duration DOUBT = Duration.ofSeconds(2);

    private final TimerScheduler<Object> timers;
    private final NodeRegistry registry;
    private final RunJournal journal;
    private final ActorRefResolver resolver;
    private final String self;
    private final Map<Integer, ActorRef<Object>> members = new HashMap<>();
    private final Set<Integer> doubted = new HashSet<>();
    private boolean isPaused;
    private boolean isClosing;
    /** What all were told, and whoever comes now is told too; null while the run goes on. */
    private Stop stop;

    private Coordinator(ActorContext<Object> context, TimerScheduler<Object> timers, NodeRegistry registry,
                        RunJournal journal, boolean isPaused) {
        super(context);
        this.timers = timers;
        this.registry = registry;
        this.journal = journal;
        this.isPaused = isPaused;
        resolver = ActorRefResolver.get(context.getSystem());
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
            .onMessage(Doubt.class, this::onDoubt)
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
        boolean isNew = members.put(nodeId, member) == null;
        member.tell(registration.welcome().toBuilder().setCoordinator(self).build());
        if (isNew) {
            getContext().watch(member);
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
        members.entrySet().stream()
            .filter(entry -> entry.getValue().equals(terminated.getRef()))
            .map(Map.Entry::getKey)
            .findFirst()
            .ifPresent(this::doubt);
        return this;
    }

    /**
     * A node that was killed and started again at its address is told to be gone with its earlier incarnation at times,
     * a moment after it was taken in; and nobody would ever tell it. So one that goes on reporting stays.
     */
    private void doubt(int nodeId) {
        if (isClosing) {
            onGone(nodeId);
        } else if (doubted.add(nodeId)) {
            timers.startSingleTimer(nodeId, new Doubt(nodeId), DOUBT);
        }
    }

    private Behavior<Object> onDoubt(Doubt doubt) {
        if (doubted.remove(doubt.nodeId()) && members.containsKey(doubt.nodeId())) {
            onGone(doubt.nodeId());
        }
        return this;
    }

    private Behavior<Object> heard(int nodeId, Runnable call) {
        if (doubted.remove(nodeId) && members.containsKey(nodeId)) {
            getContext().getLog().info("node {} was told to be gone, and reports: it stays", nodeId);
            timers.cancel(nodeId);
            getContext().watch(members.get(nodeId));
        }
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
            members.get(node.nodeId()).tell(SetEvaluator.newBuilder().setIsEvaluator(true).build()));
        tellDirectory();
    }

    private void forget(int nodeId) {
        doubted.remove(nodeId);
        ActorRef<Object> member = members.remove(nodeId);
        if (member != null) {
            getContext().unwatch(member);
        }
        journal.onGone(nodeId);
    }

    private Behavior<Object> onShardReady(ShardReady ready) {
        ActorRef<Object> member = members.get(ready.getNodeId());
        if (member != null) {
            registry.shardReady(ready.getNodeId(), ready.getStoreId()).forEach(member::tell);
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
        ActorRef<Object> member = members.get(status.getNodeId());
        if (member != null) {
            registry.shardReported(status).forEach(member::tell);
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
        if (members.containsKey(status.getNodeId())) {
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
            .forEach(node -> members.get(node.nodeId()).tell(moved));
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
        registry.evaluator().ifPresent(node -> members.get(node.nodeId()).tell(request));
        return this;
    }

    /** Who asks a node that is gone gets no answer, and knows by then. */
    private Behavior<Object> onAsk(Ask ask) {
        ActorRef<Object> member = members.get(ask.nodeId());
        if (member != null) {
            member.tell(ask.question());
        }
        return this;
    }

    private void tellDirectory() {
        Directory directory = registry.directory();
        journal.onDirectory(directory);
        broadcast(directory);
    }

    private Behavior<Object> broadcast(Object message) {
        members.values().forEach(member -> member.tell(message));
        return this;
    }

    private Behavior<Object> passOn(Runnable call) {
        call.run();
        return this;
    }
}
