package io.troupe.policy;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.troupe.common.config.EnvironmentSettings;
import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the policy is shown and what it may do, in {@code schema.json}; acting needs no environment there. */
record PolicySchema(
    @JsonProperty("environment") String environment,
    @JsonProperty("options") Map<String, String> options,
    @JsonProperty("columns") List<Column> columns,
    @JsonProperty("action_count") int actionCount,
    @JsonProperty("has_action_mask") boolean hasActionMask
) {
    /** @param type float32, uint8 or bit */
    record Column(
        @JsonProperty("name") String name,
        @JsonProperty("type") String type,
        @JsonProperty("shape") List<Integer> shape) {
    }

    static PolicySchema of(EnvironmentSettings environment, EnvironmentSchema schema) {
        return new PolicySchema(environment.name(), environment.options(), schema.observations().stream()
            .map(column -> new Column(column.name(), column.type().name().toLowerCase(Locale.ROOT), column.shape()))
            .toList(), schema.actionCount(), schema.hasActionMask());
    }

    /** @throws IllegalArgumentException where it describes no schema */
    EnvironmentSchema schema() {
        if (columns == null) {
            throw new IllegalArgumentException("there are no columns");
        }
        return new EnvironmentSchema(columns.stream().map(column -> new ObservationColumn(column.name(),
            ElementType.valueOf(column.type().toUpperCase(Locale.ROOT)), column.shape())).toList(), actionCount,
            hasActionMask);
    }
}
