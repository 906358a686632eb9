package io.troupe.launcher.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.learner.status.MemberSentence;
import io.troupe.learner.status.MemberSentence.Change;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many nodes a run is configured with, which have left it since its newest start and have not come back, and which have
 * died in it how often.
 *
 * @param shards   {@code replay.shards}; 0 where it is not known
 * @param actors   {@code actors.count}; 0 where it is not known
 * @param departed in the order in which they left
 * @param deaths   of each name, how often its node was gone without a word
 */
record Crew(int shards, int actors, List<Departed> departed, Map<String, Integer> deaths) {
    /** @param isInOrder whether it had drained, and said so */
    record Departed(String name, String role, boolean isInOrder) {
    }

    Crew {
        departed = List.copyOf(departed);
        deaths = Collections.unmodifiableMap(new LinkedHashMap<>(deaths));
    }

    /**
     * @param configuration as {@code /api/v1/config}
     * @param log           as {@code /api/v1/log}
     */
    static Crew of(JsonNode configuration, JsonNode log) {
        Map<String, Departed> away = new LinkedHashMap<>();
        Map<String, Integer> deaths = new LinkedHashMap<>();
        for (JsonNode event : log) {
            if (event.path("kind").asText().equals("started")) {
                // All join anew; who does not has nothing to do with how it left an earlier start.
                away.clear();
                deaths.clear();
            }
            MemberSentence.read(event.path("message").asText()).ifPresent(told -> {
                note(told, away);
                if (told.change() == Change.GONE) {
                    deaths.merge(told.name(), 1, Integer::sum);
                }
            });
        }
        return new Crew(number(configuration, "replay.shards"), number(configuration, "actors.count"),
            new ArrayList<>(away.values()), deaths);
    }

    private static void note(MemberSentence told, Map<String, Departed> away) {
        switch (told.change()) {
            case JOINED -> away.remove(told.name());
            case LEFT, GONE -> {
                // Anew, and so in the order in which they left.
                away.remove(told.name());
                away.put(told.name(), new Departed(told.name(), told.role(), told.change() == Change.LEFT));
            }
            case DRAINS -> {
                // It is still there.
            }
        }
    }

    /** Whether it has left in order. */
    boolean hasLeft(String name) {
        return departed.stream().anyMatch(one -> one.name().equals(name) && one.isInOrder());
    }

    /** Those of a role, oldest first. */
    List<Departed> departed(String role) {
        return departed.stream().filter(one -> one.role().equals(role)).toList();
    }

    private static int number(JsonNode configuration, String path) {
        for (JsonNode setting : configuration) {
            if (setting.path("path").asText().endsWith(path)) {
                return setting.path("value").asInt();
            }
        }
        return 0;
    }
}
