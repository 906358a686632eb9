package io.troupe.actor.gym;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What an environment shows and takes, as the worker tells it.
 *
 * @param rewardThreshold the mean return at which Gymnasium calls it solved; NaN where it does not say
 */
record GymDescription(EnvironmentSchema schema, double rewardThreshold) {
    /** The name of the only column. */
    static final String COLUMN = "observation";
    private static final Map<GymOptions, GymDescription> KNOWN = new ConcurrentHashMap<>();

    /** Asks Python, once for the same options. */
    static GymDescription of(GymOptions options) {
        GymDescription known = KNOWN.get(options);
        if (known == null) {
            try (PythonProcess python = PythonProcess.start(options)) {
                known = of(python.description());
            }
            KNOWN.put(options, known);
        }
        return known;
    }

    static GymDescription of(JsonNode told) {
        ElementType type = ElementType.valueOf(told.get("type").asText().toUpperCase(Locale.ROOT));
        List<Integer> shape = new ArrayList<>();
        told.get("shape").forEach(size -> shape.add(size.asInt()));
        ObservationColumn column = new ObservationColumn(COLUMN, type, shape);
        if (column.bytes() != told.get("bytes").asInt()) {
            throw new IllegalStateException("the worker writes " + told.get("bytes")
                + " bytes, stored are " + column.bytes());
        }
        return new GymDescription(new EnvironmentSchema(List.of(column), told.get("actions").asInt(),
            told.get("action_mask").asBoolean()), told.path("threshold").asDouble(Double.NaN));
    }

    ObservationColumn column() {
        return schema.observations().get(0);
    }

    /** Of the mask of the legal actions; 0: there is none. */
    int maskBytes() {
        return schema.hasActionMask() ? ElementType.BIT.bytesFor(schema.actionCount()) : 0;
    }
}
