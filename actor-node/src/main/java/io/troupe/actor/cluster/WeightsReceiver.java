package io.troupe.actor.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.Behavior;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import io.troupe.actor.acting.WeightsListener;
import io.troupe.common.weights.WeightsChecksum;
import io.troupe.common.weights.WeightsPrecision;
import io.troupe.common.weights.WeightsSnapshot;
import io.troupe.common.weights.WeightsVersion;
import io.troupe.proto.WeightsChunk;
import io.troupe.proto.WeightsNotice;
import io.troupe.proto.WeightsRequest;
import io.troupe.proto.WeightsSubscribe;
import java.time.Duration;
import java.util.BitSet;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Pulls the chunks of the newest weights, checks them as a whole, and hands them over. While a version is on its way,
 * newer ones wait; of these only the latest is pulled. Their notice says what they are sent as. Also tells at once of each
 * newer version that it hears of, and where it will not come after all.
 */
public final class WeightsReceiver extends AbstractBehavior<Object> {
    private record Tick() {
    }

    private static final Duration TICK = Duration.ofSeconds(1);

    private final String self;
    private final ActorRefResolver resolver;
    private final String publisherAddress;
    private final ActorRef<Object> publisher;
    private final String layoutFingerprint;
    private final int sizeBytes;
    private final WeightsListener listener;

    private WeightsSnapshot newest;
    private WeightsVersion announced;
    private WeightsNotice pulling;
    private WeightsNotice next;
    private byte[] data;
    private final BitSet received = new BitSet();
    private int receivedBeforeTick = -1;

    private WeightsReceiver(ActorContext<Object> context, TimerScheduler<Object> timers, String publisherAddress,
                            String layoutFingerprint, int sizeBytes, WeightsListener listener) {
        super(context);
        this.sizeBytes = sizeBytes;
        this.publisherAddress = publisherAddress;
        this.layoutFingerprint = layoutFingerprint;
        this.listener = listener;
        resolver = ActorRefResolver.get(context.getSystem());
        self = resolver.toSerializationFormat(context.getSelf());
        publisher = resolver.resolveActorRef(publisherAddress);
        subscribe();
        context.watch(publisher);
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
            .onMessage(WeightsNotice.class, this::onNotice)
            .onMessage(WeightsChunk.class, this::onChunk)
            .onMessage(Tick.class, tick -> onTick())
            .onSignal(Terminated.class, terminated -> onPublisherGone())
            .build();
    }

    private Behavior<Object> onNotice(WeightsNotice notice) {
        if (!notice.getLayoutFingerprint().equals(layoutFingerprint)) {
            getContext().getLog().error("weights of another network were offered by {}: got {}, expected {};"
                + " they are not used", publisherAddress, notice.getLayoutFingerprint(), layoutFingerprint);
            return this;
        }
        WeightsPrecision precision = WeightsPrecision.of(notice.getFormat());
        if (precision == null) {
            getContext().getLog().error("weights in a format that this node does not know ({}) were offered by {}; they"
                + " are not used: run the same version of Troupe on both", notice.getFormatValue(), publisherAddress);
            return this;
        }
        if (notice.getSizeBytes() != precision.sizeBytes(sizeBytes) || notice.getChunkBytes() <= 0) {
            getContext().getLog().error("a weights notice with an impossible size was ignored: {} bytes of {} in chunks"
                + " of {}, expected {}", notice.getSizeBytes(), precision, notice.getChunkBytes(),
                precision.sizeBytes(sizeBytes));
            return this;
        }
        WeightsVersion offered = versionOf(notice);
        if (newest != null && !offered.isNewerThan(newest)) {
            return this;
        }
        if (offered.isNewerThan(announced)) {
            announce(offered);
        }
        if (notice.getIsAnswer() && pulling != null) {
            expect(notice);
        } else if (pulling == null) {
            pull(notice);
        } else if (offered.isNewerThan(versionOf(pulling))) {
            next = notice;
        }
        return this;
    }

    private Behavior<Object> onChunk(WeightsChunk chunk) {
        if (pulling == null || chunk.getVersion() != pulling.getVersion()
            || chunk.getLearnerIncarnation() != pulling.getLearnerIncarnation()) {
            return this;
        }
        int begin = chunk.getChunk() * pulling.getChunkBytes();
        if (chunk.getChunk() < 0 || chunk.getChunk() >= chunks(pulling)
            || chunk.getData().size() != Math.min(pulling.getChunkBytes(), data.length - begin)) {
            getContext().getLog().warn("a malformed chunk {} of weights version {} was dropped", chunk.getChunk(),
                chunk.getVersion());
            return this;
        }
        chunk.getData().copyTo(data, begin);
        received.set(chunk.getChunk());
        if (received.cardinality() == chunks(pulling)) {
            complete();
        }
        return this;
    }

    private void complete() {
        UnsafeBuffer whole = new UnsafeBuffer(data);
        if (WeightsChecksum.of(whole) == pulling.getChecksum()) {
            take(new WeightsSnapshot(pulling.getLearnerIncarnation(), pulling.getVersion(),
                pulling.getLearnerStep(), WeightsPrecision.of(pulling.getFormat()).read(whole)));
        } else {
            getContext().getLog().warn("weights version {} arrived with a wrong checksum and were dropped",
                pulling.getVersion());
            announce(null);
        }
        pulling = null;
        data = null;
        WeightsNotice waiting = next;
        next = null;
        if (waiting != null) {
            onNotice(waiting);
        }
    }

    /** A learner publishes no such weights; an actor that took them would act at random and fill the replay with it. */
    private void take(WeightsSnapshot weights) {
        if (weights.isFinite()) {
            newest = weights;
            listener.onWeights(weights);
        } else {
            getContext().getLog().error("weights version {} of {} hold numbers that are not finite and are not used; the"
                + " actor goes on with those that it has", weights.version(), publisherAddress);
            announce(null);
        }
    }

    /** Nobody is to wait for what does not come. */
    private Behavior<Object> onPublisherGone() {
        announce(null);
        return this;
    }

    private void announce(WeightsVersion version) {
        announced = version;
        listener.onAnnounced(version);
    }

    private Behavior<Object> onTick() {
        subscribe();
        boolean isStalled = receivedBeforeTick == received.cardinality();
        if (pulling != null && isStalled) {
            pull(next == null ? pulling : next);
            return this;
        }
        receivedBeforeTick = received.cardinality();
        return this;
    }

    private void pull(WeightsNotice notice) {
        expect(notice);
        publisher.tell(WeightsRequest.newBuilder()
            .setLearnerIncarnation(notice.getLearnerIncarnation())
            .setVersion(notice.getVersion())
            .setReplyTo(self)
            .build());
    }

    private void expect(WeightsNotice notice) {
        pulling = notice;
        if (next != null && !versionOf(next).isNewerThan(versionOf(notice))) {
            next = null;
        }
        data = new byte[(int) notice.getSizeBytes()];
        received.clear();
        receivedBeforeTick = -1;
    }

    private void subscribe() {
        publisher.tell(WeightsSubscribe.newBuilder().setSubscriber(self).build());
    }

    private static int chunks(WeightsNotice notice) {
        return (int) ((notice.getSizeBytes() + notice.getChunkBytes() - 1) / notice.getChunkBytes());
    }

    private static WeightsVersion versionOf(WeightsNotice notice) {
        return new WeightsVersion(notice.getLearnerIncarnation(), notice.getVersion());
    }
}
