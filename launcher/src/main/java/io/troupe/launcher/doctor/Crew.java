package io.troupe.launcher.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.learner.status.MemberSentence;
import io.troupe.learner.status.MemberSentence.Change;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many nodes a run is configured with, and which have left it since its newest start and have not come back.
 *
 * @param shards   {@code replay.shards}; 0 where it is not known
 * @param actors   {@code actors.count}; 0 where it is not known
 * @param departed in the order in which they left
 */
record Crew(int shards, int actors, List<Departed> departed) {
    /** @param isInOrder whether it had drained; an actor that is told to leave and one that dies are told alike */
    record Departed(String name, String role, boolean isInOrder) {
    }

    Crew {
        departed = List.copyOf(departed);
    }

    /**
     * @param configuration as {@code /api/v1/config}
     * @param log           as {@code /api/v1/log}
     */
    static Crew of(JsonNode configuration, JsonNode log) {
        Map<String, Departed> away = new LinkedHashMap<>();
        for (JsonNode event : log) {
            if (event.path("kind").asText().equals("started")) {
                // All join anew; who does not has nothing to do with how it left an earlier start.
                away.clear();
            }
            MemberSentence.read(event.path("message").asText()).ifPresent(told -> note(told, away));
        }
        return new Crew(number(configuration, "replay.shards"), number(configuration, "actors.count"),
            new ArrayList<>(away.values()));
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
