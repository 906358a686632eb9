package io.troupe.actor.cluster;

import akka.actor.typed.Behavior;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import io.troupe.common.cluster.References;
import io.troupe.common.weights.WeightsIntake;
import io.troupe.common.weights.WeightsListener;
import io.troupe.proto.WeightsChunk;
import io.troupe.proto.WeightsNotice;
import io.troupe.proto.WeightsRequest;
import java.time.Duration;

/** A {@link WeightsIntake} among the cluster's behaviors. */
public final class WeightsReceiver extends AbstractBehavior<Object> {
    private record Tick() {
    }

    private static final Duration TICK = Duration.ofSeconds(1);

    private final WeightsIntake intake;

    private WeightsReceiver(ActorContext<Object> context, TimerScheduler<Object> timers, String publisherAddress,
                            String layoutFingerprint, int sizeBytes, WeightsListener listener) {
        super(context);
        References references = new References(context.getSystem());
        intake = new WeightsIntake(references.serialized(context.getSelf()), publisherAddress, layoutFingerprint,
            sizeBytes, listener, references);
        intake.subscribe();
        context.watch(references.of(publisherAddress));
        timers.startTimerWithFixedDelay(new Tick(), TICK);
    }

    /**
     * @param publisherAddress  as told in the coordinator's welcome
     * @param layoutFingerprint of this node's network; weights of another are refused
     * @param sizeBytes         of this node's parameters as float32: what claims to be longer or shorter is refused
     * @param listener          takes each whole version as float32, on an Akka thread
     */
    public static Behavior<Object> create(String publisherAddress, String layoutFingerprint, int sizeBytes,
                                          WeightsListener listener) {
        return Behaviors.setup(context -> Behaviors.withTimers(
            timers -> new WeightsReceiver(context, timers, publisherAddress, layoutFingerprint, sizeBytes, listener)));
    }

    @Override
    public Receive<Object> createReceive() {
        return newReceiveBuilder()
            .onMessage(WeightsNotice.class, notice -> handled(() -> intake.onNotice(notice)))
            .onMessage(WeightsChunk.class, chunk -> handled(() -> intake.onChunk(chunk)))
            .onMessage(WeightsRequest.class, request -> handled(() -> intake.onRequest(request)))
            .onMessage(Tick.class, tick -> handled(intake::onTick))
            .onSignal(Terminated.class, terminated -> handled(intake::onPublisherGone))
            .build();
    }

    private Behavior<Object> handled(Runnable call) {
        call.run();
        return this;
    }
}
