package io.troupe.learner.http;

import akka.http.javadsl.model.Query;
import io.troupe.learner.status.HistoryRange;
import java.util.Optional;

/** Which part of a run's history is asked for: {@code ?from=&to=&by=env_steps|time_s&resolution=}. */
final class MetricsRange {
    static final int MAX_RESOLUTION = 2_001;

    private MetricsRange() {
    }

    /** @throws BadQuery where something else was asked for */
    static HistoryRange of(Query query) {
        String by = query.get("by").orElse("env_steps");
        if (!by.equals("env_steps") && !by.equals("time_s")) {
            throw new BadQuery("by: got '" + by + "', expected env_steps or time_s");
        }
        double from = number(query, "from", 0);
        double to = number(query, "to", Double.POSITIVE_INFINITY);
        if (from > to) {
            throw new BadQuery("from: got " + from + ", expected at most to, which is " + to);
        }
        double resolution = number(query, "resolution", MAX_RESOLUTION);
        if (resolution < 2 || resolution > MAX_RESOLUTION || resolution != Math.rint(resolution)) {
            throw new BadQuery("resolution: got " + resolution + ", expected a whole number from 2 to " + MAX_RESOLUTION);
        }
        return new HistoryRange(from, to, by.equals("time_s"), (int) resolution);
    }

    private static double number(Query query, String name, double otherwise) {
        Optional<String> text = query.get(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            double value = Double.parseDouble(text.get());
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new BadQuery(name + ": got '" + text.get() + "', expected a number from 0 on");
    }
}
