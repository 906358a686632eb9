package io.troupe.common.cluster;

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
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.proto.Directory;
import io.troupe.proto.Hello;
import io.troupe.proto.InspectAttention;
import io.troupe.proto.InspectReplay;
import io.troupe.proto.InspectStep;
import io.troupe.proto.LaneMoved;
import io.troupe.proto.Refused;
import io.troupe.proto.RequestEvaluation;
import io.troupe.proto.SetEvaluator;
import io.troupe.proto.SetPaused;
import io.troupe.proto.Stop;
import io.troupe.proto.Welcome;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * A node's side of the membership: says hello to the coordinator until it is answered, hands what the coordinator says
 * to a {@link NodeListener}, and reports the node's status. Takes Protobuf messages from the coordinator, and its own
 * {@link Report}s from the node.
 */
final class NodeMember extends AbstractBehavior<Object> {
    /** From the node itself: send this to the coordinator. */
    record Report(GeneratedMessage message) {
    }

    /** From the node itself: send this to who asked, by his serialized reference. */
    record Reply(String to, GeneratedMessage message) {
    }

    record Tick() {
    }

    /** From the node itself: it closes. */
    record Leave() {
    }

    private static final Duration HELLO_INTERVAL = Duration.ofMillis(500);

    private final ActorRef<Object> coordinator;
    private final NodeListener listener;
    private final Supplier<? extends GeneratedMessage> status;
    private final Hello hello;
    private boolean isWelcome;

    private NodeMember(ActorContext<Object> context, TimerScheduler<Object> timers, ActorRef<Object> coordinator,
                       Hello hello, NodeListener listener, Supplier<? extends GeneratedMessage> status) {
        super(context);
        this.coordinator = coordinator;
        this.listener = listener;
        this.status = status;
        this.hello = hello.toBuilder()
            .setReplyTo(ActorRefResolver.get(context.getSystem()).toSerializationFormat(context.getSelf()))
            .build();
        coordinator.tell(this.hello);
        timers.startTimerWithFixedDelay(new Tick(), HELLO_INTERVAL);
    }

    /**
     * @param hello  what the node says of itself, without {@code reply_to}
     * @param status the node's present status, sent twice a second once the node is welcome; may return null
     */
    static Behavior<Object> create(ActorRef<Object> coordinator, Hello hello, NodeListener listener,
                                          Supplier<? extends GeneratedMessage> status) {
        return Behaviors.setup(context -> Behaviors.withTimers(
            timers -> new NodeMember(context, timers, coordinator, hello, listener, status)));
    }

    @Override
    public Receive<Object> createReceive() {
        return newReceiveBuilder()
            .onMessage(Tick.class, tick -> onTick())
            .onMessage(Report.class, report -> tellCoordinator(report.message()))
            .onMessage(Reply.class, this::onReply)
            .onMessage(Welcome.class, this::onWelcome)
            .onMessage(Leave.class, leave -> Behaviors.stopped())
            .onMessage(Refused.class, refused -> {
                listener.onRefused(refused);
                return Behaviors.stopped();
            })
            .onMessage(Directory.class, directory -> heard(() -> listener.onDirectory(directory)))
            .onMessage(SetPaused.class, paused -> heard(() -> listener.onPaused(paused.getIsPaused())))
            .onMessage(Stop.class, stop -> heard(() -> listener.onStop(stop.getPhase(), stop.getReason())))
            .onMessage(SetEvaluator.class, set -> heard(() -> listener.onEvaluator(set.getIsEvaluator())))
            .onMessage(LaneMoved.class, moved -> heard(() -> listener.onLaneMoved(moved)))
            .onMessage(RequestEvaluation.class, request -> heard(() -> listener.onEvaluationRequest(request)))
            .onMessage(InspectAttention.class, question -> heard(() -> listener.onInspectAttention(question)))
            .onMessage(InspectReplay.class, question -> heard(() -> listener.onInspectReplay(question)))
            .onMessage(InspectStep.class, question -> heard(() -> listener.onInspectStep(question)))
            .onSignal(Terminated.class, terminated -> onCoordinatorGone())
            .build();
    }

    /** A learner that is started again begins another run, and this node with it: its supervisor starts it for that. */
    private Behavior<Object> onCoordinatorGone() {
        listener.onFailure(new TroupeException(ErrorCode.RESOURCE, "the learner, and with it the run, is gone;"
            + " start this node again when there is a learner"));
        return Behaviors.stopped();
    }

    private Behavior<Object> onReply(Reply reply) {
        ActorRefResolver.get(getContext().getSystem()).resolveActorRef(reply.to()).tell(reply.message());
        return this;
    }

    private Behavior<Object> onTick() {
        if (!isWelcome) {
            return tellCoordinator(hello);
        }
        GeneratedMessage present = status.get();
        // A node that has nothing to tell yet, since it makes its files, shows that it lives.
        return tellCoordinator(present == null ? hello : present);
    }

    private Behavior<Object> onWelcome(Welcome welcome) {
        if (!isWelcome) {
            isWelcome = true;
            getContext().watch(ActorRefResolver.get(getContext().getSystem()).resolveActorRef(welcome.getCoordinator()));
            heard(() -> {
                listener.onWelcome(welcome);
                listener.onDirectory(welcome.getDirectory());
                listener.onPaused(welcome.getIsPaused());
            });
        }
        return this;
    }

    private Behavior<Object> heard(Runnable call) {
        if (isWelcome) {
            try {
                call.run();
            } catch (RuntimeException e) {
                listener.onFailure(e);
                return Behaviors.stopped();
            }
        }
        return this;
    }

    private Behavior<Object> tellCoordinator(GeneratedMessage message) {
        coordinator.tell(message);
        return this;
    }
}
