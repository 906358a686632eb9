package io.troupe.common.weights;

import io.troupe.proto.WeightsChunk;
import io.troupe.proto.WeightsNotice;
import io.troupe.proto.WeightsRequest;
import io.troupe.proto.WeightsSubscribe;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An actor's end of the way that weights take: pulls the chunks of the newest version from whom its notice names, checks
 * them as a whole, and hands them over. While a version is on its way, newer ones wait; of these only the latest is
 * pulled. Others that were told to ask here get each chunk as soon as it has come, before the whole is checked: they
 * check it themselves. A source that is silent, or whose chunks are wrong together, is left for the publisher. Used by
 * one thread.
 */
public final class WeightsIntake {
    private static final Logger LOGGER = LoggerFactory.getLogger(WeightsIntake.class);
    /** A source that has failed is not asked for so long: longer than the cluster takes to see that a node is gone. */
    private static final int DISTRUST_TICKS = 30;

    private final String self;
    private final String publisher;
    private final String layoutFingerprint;
    private final int sizeBytes;
    private final WeightsListener listener;
    private final WeightsLink link;

    private WeightsVersion announced;
    private HeldWeights newest;
    private HeldWeights pulling;
    private WeightsNotice next;
    /** Requests for versions that have not been announced here. */
    private final Map<String, WeightsRequest> early = new LinkedHashMap<>();
    private String source = "";
    private int patienceTicks;
    private boolean isHeard;
    private int silentTicks;
    private String distrusted = "";
    private int distrustTicks;

    /**
     * @param publisher         its address, as told in the coordinator's welcome
     * @param layoutFingerprint of this node's network; weights of another are refused
     * @param sizeBytes         of this node's parameters as float32: what claims to be longer or shorter is refused
     * @param listener          takes each whole version as float32; hears at once of each newer one, and where it will
     *                          not come after all
     */
    public WeightsIntake(String self, String publisher, String layoutFingerprint, int sizeBytes,
                         WeightsListener listener, WeightsLink link) {
        this.self = self;
        this.publisher = publisher;
        this.layoutFingerprint = layoutFingerprint;
        this.sizeBytes = sizeBytes;
        this.listener = listener;
        this.link = link;
    }

    /** Asks to be told of new versions; to be repeated, since it doubles as a sign of life. */
    public void subscribe() {
        link.tell(publisher, WeightsSubscribe.newBuilder().setSubscriber(self).build());
    }

    public void onNotice(WeightsNotice notice) {
        if (!isPossible(notice) || newest != null && !newest.isOlderThan(notice)) {
            return;
        }
        WeightsVersion offered = new WeightsVersion(notice.getLearnerIncarnation(), notice.getVersion());
        if (offered.isNewerThan(announced)) {
            announce(offered);
        }
        if (pulling == null) {
            pull(notice);
        } else if (pulling.isOlderThan(notice)) {
            if (notice.getIsAnswer()) {
                begin(notice);
            } else {
                next = notice;
            }
        }
    }

    public void onChunk(WeightsChunk chunk) {
        if (pulling == null || !pulling.is(chunk.getLearnerIncarnation(), chunk.getVersion())) {
            return;
        }
        if (!pulling.put(chunk, link)) {
            LOGGER.warn("a malformed chunk {} of weights version {} was dropped", chunk.getChunk(), chunk.getVersion());
            return;
        }
        isHeard = true;
        if (pulling.isWhole()) {
            complete();
        }
    }

    /** Another receiver asks, which was told to. What is not announced here yet, it gets as soon as it is. */
    public void onRequest(WeightsRequest request) {
        HeldWeights held = heldFor(request);
        if (held == null) {
            early.put(request.getReplyTo(), request);
        } else {
            held.answer(request, link);
        }
    }

    /** Nobody is to wait for what does not come. */
    public void onPublisherGone() {
        announce(null);
    }

    /** To be called about once a second. */
    public void onTick() {
        subscribe();
        distrustTicks--;
        silentTicks = isHeard ? 0 : silentTicks + 1;
        isHeard = false;
        if (pulling == null || silentTicks < patienceTicks) {
            return;
        }
        distrustSource();
        if (next == null) {
            ask(publisher, 1);
        } else {
            pull(next);
        }
    }

    private void announce(WeightsVersion version) {
        announced = version;
        listener.onAnnounced(version);
    }

    private boolean isPossible(WeightsNotice notice) {
        if (!notice.getLayoutFingerprint().equals(layoutFingerprint)) {
            LOGGER.error("weights of another network were offered by {}: got {}, expected {}; they are not used",
                publisher, notice.getLayoutFingerprint(), layoutFingerprint);
            return false;
        }
        WeightsPrecision precision = WeightsPrecision.of(notice.getFormat());
        if (precision == null) {
            LOGGER.error("weights in a format that this node does not know ({}) were offered by {}; they are not used: run"
                + " the same version of Troupe on both", notice.getFormatValue(), publisher);
            return false;
        }
        if (notice.getSizeBytes() != precision.sizeBytes(sizeBytes) || notice.getChunkBytes() <= 0) {
            LOGGER.error("a weights notice with an impossible size was ignored: {} bytes of {} in chunks of {}, expected"
                + " {}", notice.getSizeBytes(), precision, notice.getChunkBytes(), precision.sizeBytes(sizeBytes));
            return false;
        }
        return true;
    }

    private void pull(WeightsNotice notice) {
        begin(notice);
        boolean isRelayed = !notice.getSource().isEmpty()
            && !(notice.getSource().equals(distrusted) && distrustTicks > 0);
        // Who is nearer to the publisher gives a silent one up earlier, and then has chunks for those behind it.
        ask(isRelayed ? notice.getSource() : publisher, isRelayed ? 1 + Math.max(1, notice.getRelays()) : 1);
    }

    /** Those who still wait for the version before get this one. */
    private void begin(WeightsNotice notice) {
        HeldWeights before = pulling;
        pulling = HeldWeights.expected(notice);
        if (next != null && !pulling.isOlderThan(next)) {
            next = null;
        }
        if (before != null) {
            before.waiting().forEach(asker -> pulling.answer(request(before.notice(), asker), link));
        }
        early.values().removeIf(request -> {
            HeldWeights held = heldFor(request);
            if (held != null) {
                held.answer(request, link);
            }
            return held != null;
        });
        isHeard = true;
    }

    private void ask(String asked, int patience) {
        source = asked;
        patienceTicks = patience;
        silentTicks = 0;
        isHeard = true;
        link.tell(asked, request(pulling.notice(), self));
    }

    private void complete() {
        HeldWeights whole = pulling;
        pulling = null;
        WeightsNotice waiting = next;
        next = null;
        if (WeightsChecksum.of(whole.bytes()) == whole.notice().getChecksum()) {
            take(whole);
        } else {
            LOGGER.warn("weights version {} arrived from {} with a wrong checksum and were dropped",
                whole.notice().getVersion(), source);
            announce(null);
            if (distrustSource() && waiting == null) {
                waiting = whole.notice();
            }
        }
        if (waiting != null) {
            onNotice(waiting);
        }
    }

    /** A learner publishes no such weights; an actor that took them would act at random and fill the replay with it. */
    private void take(HeldWeights held) {
        WeightsNotice notice = held.notice();
        WeightsSnapshot weights = new WeightsSnapshot(notice.getLearnerIncarnation(), notice.getVersion(),
            notice.getLearnerStep(), WeightsPrecision.of(notice.getFormat()).read(held.bytes()));
        if (weights.isFinite()) {
            newest = held;
            listener.onWeights(weights);
        } else {
            LOGGER.error("weights version {} of {} hold numbers that are not finite and are not used; the actor goes on"
                + " with those that it has", weights.version(), publisher);
            announce(null);
        }
    }

    /** False where the publisher itself is the source: there is no other. */
    private boolean distrustSource() {
        if (source.equals(publisher)) {
            return false;
        }
        LOGGER.warn("{} was to pass weights on and did not do so: they are asked of the publisher", source);
        distrusted = source;
        distrustTicks = DISTRUST_TICKS;
        return true;
    }

    /** The version that was asked for, or a newer one; null where there is none. */
    private HeldWeights heldFor(WeightsRequest request) {
        long incarnation = request.getLearnerIncarnation();
        long version = request.getVersion();
        if (newest != null && newest.is(incarnation, version)) {
            return newest;
        }
        for (HeldWeights held : new HeldWeights[] {pulling, newest}) {
            if (held != null && (held.is(incarnation, version) || held.isNewerThan(incarnation, version))) {
                return held;
            }
        }
        return null;
    }

    private static WeightsRequest request(WeightsNotice notice, String replyTo) {
        return WeightsRequest.newBuilder()
            .setLearnerIncarnation(notice.getLearnerIncarnation())
            .setVersion(notice.getVersion())
            .setReplyTo(replyTo)
            .build();
    }
}
