package io.troupe.benchmarks.viewers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A run's time after its warm-up, in phases of the same length: without viewers, with, with, without, and so on, so that
 * what grows slowly falls on both alike. Plain functions of the lines of {@code metrics.jsonl}, and of their clock.
 *
 * @param count   of phases, even
 * @param seconds of each, of which the first {@link #SETTLE_S} are not counted
 */
record Phases(int count, double seconds) {
    /** Viewers that come or go are seen by the next line, which comes within a second. */
    static final double SETTLE_S = 2;
    /** After the first learner step: the compilers are busy. */
    private static final double WARM_UP_S = 5;
    private static final int BEFORE = -1;
    private static final ObjectMapper JSON = new ObjectMapper();

    static boolean isWatched(int phase) {
        return phase % 4 == 1 || phase % 4 == 2;
    }

    /** The phase of the newest line; −1 before the first one. */
    int present(List<String> lines) throws JsonProcessingException {
        Optional<Double> begin = begin(lines);
        if (begin.isEmpty()) {
            return BEFORE;
        }
        double sinceS = JSON.readTree(lines.get(lines.size() - 1)).path("time_s").asDouble() - begin.get();
        return sinceS < 0 ? BEFORE : (int) (sinceS / seconds);
    }

    private static Optional<Double> begin(List<String> lines) throws JsonProcessingException {
        for (String text : lines) {
            JsonNode line = JSON.readTree(text);
            if (line.path("learner_steps").asLong() > 0) {
                return Optional.of(line.path("time_s").asDouble() + WARM_UP_S);
            }
        }
        return Optional.empty();
    }

    /** Environment steps a second of each phase; fewer where the lines do not reach that far. */
    List<Double> rates(List<String> lines) throws JsonProcessingException {
        List<Double> rates = new ArrayList<>();
        double begin = begin(lines).orElse(Double.POSITIVE_INFINITY);
        JsonNode from = null;
        JsonNode to = null;
        for (String text : lines) {
            JsonNode line = JSON.readTree(text);
            double timeS = line.path("time_s").asDouble();
            while (rates.size() < count && timeS >= begin + (rates.size() + 1) * seconds) {
                rates.add(from == null || to == null ? Double.NaN : (to.path("env_steps").asLong()
                    - from.path("env_steps").asLong()) / (to.path("time_s").asDouble() - from.path("time_s").asDouble()));
                from = null;
                to = null;
            }
            if (timeS >= begin + rates.size() * seconds + SETTLE_S) {
                if (from == null) {
                    from = line;
                } else {
                    to = line;
                }
            }
        }
        return rates;
    }
}
