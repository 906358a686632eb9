package io.troupe.learner.run;

import io.troupe.learner.status.RunSnapshot.EpsilonReturn;
import io.troupe.proto.ActorStatus;
import io.troupe.proto.FinishedEpisode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Returns of the episodes that actors have finished lately: of all of them, of each actor, and by ε. */
final class ActorReturns {
    private static final int EPISODES = 100;

    private final Deque<Float> all = new ArrayDeque<>();
    private final Map<Integer, Deque<Float>> byActor = new HashMap<>();
    private final EpsilonReturns byEpsilon = new EpsilonReturns();

    void add(ActorStatus status) {
        Deque<Float> own = byActor.computeIfAbsent(status.getNodeId(), id -> new ArrayDeque<>());
        for (FinishedEpisode episode : status.getEpisodesList()) {
            remember(all, episode.getEpisodeReturn());
            remember(own, episode.getEpisodeReturn());
            byEpsilon.add(episode.getEpsilon(), episode.getEpisodeReturn());
        }
    }

    /** The actor is gone; its episodes still count among all. */
    void forget(int nodeId) {
        byActor.remove(nodeId);
    }

    /** Of the last {@value #EPISODES} episodes; NaN before the first one. */
    double mean() {
        return mean(all);
    }

    /** As {@link #mean()}, of one actor. */
    double mean(int nodeId) {
        return mean(byActor.getOrDefault(nodeId, new ArrayDeque<>()));
    }

    /** The least exploring first. */
    List<EpsilonReturn> byEpsilon() {
        return byEpsilon.means();
    }

    private static void remember(Deque<Float> values, float value) {
        values.addLast(value);
        if (values.size() > EPISODES) {
            values.removeFirst();
        }
    }

    private static double mean(Deque<Float> values) {
        return values.stream().mapToDouble(Float::doubleValue).average().orElse(Double.NaN);
    }
}
