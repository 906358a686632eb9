package io.troupe.actor.cluster;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import io.troupe.common.cluster.References;
import io.troupe.common.weights.WeightsIntake;
import io.troupe.common.weights.WeightsSnapshot;
import io.troupe.proto.WeightsChunk;
import io.troupe.proto.WeightsNotice;
import io.troupe.proto.WeightsRequest;
import java.time.Duration;
import java.util.function.Consumer;

/** A {@link WeightsIntake} among the cluster's behaviors. */
public final class WeightsReceiver extends AbstractBehavior<Object> {
    private record Tick() {
    }

    private static final Duration TICK = Duration.ofSeconds(1);

    private final WeightsIntake intake;

    private WeightsReceiver(ActorContext<Object> context, TimerScheduler<Object> timers, String publisherAddress,
                            String layoutFingerprint, int sizeBytes, Consumer<WeightsSnapshot> onWeights) {
        super(context);
        References references = new References(context.getSystem());
        intake = new WeightsIntake(references.serialized(context.getSelf()), publisherAddress, layoutFingerprint,
            sizeBytes, onWeights, references);
        intake.subscribe();
        timers.startTimerWithFixedDelay(new Tick(), TICK);
    }

    /**
     * @param publisherAddress  as told in the coordinator's welcome
     * @param layoutFingerprint of this node's network; weights of another are refused
     * @param sizeBytes         of this node's parameters as float32: what claims to be longer or shorter is refused
     * @param onWeights         takes each whole version as float32, on an Akka thread
     */
    public static Behavior<Object> create(String publisherAddress, String layoutFingerprint, int sizeBytes,
                                          Consumer<WeightsSnapshot> onWeights) {
        return Behaviors.setup(context -> Behaviors.withTimers(
            timers -> new WeightsReceiver(context, timers, publisherAddress, layoutFingerprint, sizeBytes, onWeights)));
    }

    @Override
    public Receive<Object> createReceive() {
        return newReceiveBuilder()
            .onMessage(WeightsNotice.class, notice -> handled(() -> intake.onNotice(notice)))
            .onMessage(WeightsChunk.class, chunk -> handled(() -> intake.onChunk(chunk)))
            .onMessage(WeightsRequest.class, request -> handled(() -> intake.onRequest(request)))
            .onMessage(Tick.class, tick -> handled(intake::onTick))
            .build();
    }

    private Behavior<Object> handled(Runnable call) {
        call.run();
        return this;
    }
}
