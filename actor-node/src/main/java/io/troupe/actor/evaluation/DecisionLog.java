package io.troupe.actor.evaluation;

import io.troupe.common.attention.AttentionRecord;
import io.troupe.common.attention.EntropyMeans;
import io.troupe.common.attention.WatchedDecision;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The decisions of some episodes, in at most so many bytes: where they would be more, every second one of what is
 * there and of what comes is left out, and again and again, but the first and the last of each episode, which stay.
 * Used by one thread.
 */
final class DecisionLog {
    private static final Logger LOG = LoggerFactory.getLogger(DecisionLog.class);

    private final List<List<WatchedDecision>> episodes = new ArrayList<>();
    private final EntropyMeans entropies = new EntropyMeans();
    private final int maxBytes;
    private final int maxDecisionBytes;
    private int bytes;
    private int stride = 1;
    private boolean hasTold;

    /** @param episodeCount the episodes 0 … episodeCount − 1 are kept */
    DecisionLog(int episodeCount, int maxBytes) {
        this.maxBytes = maxBytes;
        maxDecisionBytes = maxBytes / (2 * Math.max(1, episodeCount));
        for (int episode = 0; episode < episodeCount; episode++) {
            episodes.add(new ArrayList<>());
        }
    }

    boolean wants(int episode) {
        return episode >= 0 && episode < episodes.size();
    }

    void clear() {
        episodes.forEach(List::clear);
        entropies.clear();
        bytes = 0;
        stride = 1;
    }

    /** The episode begins again: what was kept of it is forgotten. */
    void restart(int episode) {
        if (wants(episode)) {
            episodes.get(episode).forEach(decision -> bytes -= decision.bytes());
            episodes.get(episode).clear();
        }
    }

    /** The episode's next decision. One that alone takes an episode's share of the bytes is only counted. */
    void add(WatchedDecision decision) {
        entropies.add(decision.attention());
        if (decision.bytes() > maxDecisionBytes) {
            tellOfLargest(decision);
            return;
        }
        List<WatchedDecision> kept = episodes.get((int) decision.episode());
        if (!kept.isEmpty() && !isOnStride(kept.get(kept.size() - 1))) {
            bytes -= kept.remove(kept.size() - 1).bytes();
        }
        kept.add(decision);
        bytes += decision.bytes();
        while (bytes > maxBytes) {
            stride *= 2;
            bytes = 0;
            episodes.forEach(this::thin);
        }
    }

    private void tellOfLargest(WatchedDecision decision) {
        if (!hasTold) {
            hasTold = true;
            LOG.warn("What the network looked at in a decision takes {} bytes, and may take {}: such decisions are not"
                + " recorded; with fewer evaluation.attention-episodes there is more room for each", decision.bytes(),
                maxDecisionBytes);
        }
    }

    private void thin(List<WatchedDecision> kept) {
        WatchedDecision last = kept.isEmpty() ? null : kept.get(kept.size() - 1);
        kept.removeIf(decision -> decision != last && !isOnStride(decision));
        kept.forEach(decision -> bytes += decision.bytes());
    }

    private boolean isOnStride(WatchedDecision decision) {
        return decision.step() % stride == 0;
    }

    AttentionRecord record() {
        return new AttentionRecord(episodes.stream().flatMap(List::stream).toList(), stride, entropies.means());
    }
}
