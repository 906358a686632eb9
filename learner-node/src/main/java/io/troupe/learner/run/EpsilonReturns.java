package io.troupe.learner.run;

import io.troupe.learner.status.RunSnapshot.EpsilonReturn;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Returns of the actors' last episodes by how much they explored. Two ε belong together where they are the same to two
 * digits, so that a ladder of hundreds of lanes stays a list that one can read.
 */
final class EpsilonReturns {
    private static final int EPISODES = 20;

    private record Played(double epsilon, double episodeReturn) {
    }

    private final Map<String, Deque<Played>> byEpsilon = new HashMap<>();

    void add(double epsilon, double episodeReturn) {
        Deque<Played> episodes =
            byEpsilon.computeIfAbsent(String.format(Locale.ROOT, "%.1e", epsilon), key -> new ArrayDeque<>());
        episodes.addLast(new Played(epsilon, episodeReturn));
        if (episodes.size() > EPISODES) {
            episodes.removeFirst();
        }
    }

    /** The least exploring first. */
    List<EpsilonReturn> means() {
        return byEpsilon.values().stream()
            .map(episodes -> new EpsilonReturn(
                episodes.stream().mapToDouble(Played::epsilon).average().orElse(Double.NaN), episodes.size(),
                episodes.stream().mapToDouble(Played::episodeReturn).average().orElse(Double.NaN)))
            .sorted(Comparator.comparingDouble(EpsilonReturn::epsilon)).toList();
    }
}
