package io.troupe.common.schema;

import java.util.List;

/**
 * What an environment shows and takes: its observation columns and the number of its discrete actions
 * (0 … {@code actionCount − 1}).
 *
 * @param hasActionMask whether it tells with each observation which of the actions are legal
 */
public record EnvironmentSchema(List<ObservationColumn> observations, int actionCount, boolean hasActionMask) {
    /** All actions are always legal. */
    public EnvironmentSchema(List<ObservationColumn> observations, int actionCount) {
        this(observations, actionCount, false);
    }

    public EnvironmentSchema {
        if (observations.isEmpty()) {
            throw new IllegalArgumentException("an environment needs at least one observation column");
        }
        if (observations.stream().map(ObservationColumn::name).distinct().count() != observations.size()) {
            throw new IllegalArgumentException("observation columns need different names: "
                + observations.stream().map(ObservationColumn::name).toList());
        }
        if (actionCount < 2) {
            throw new IllegalArgumentException("an environment needs at least 2 actions, got " + actionCount);
        }
        observations = List.copyOf(observations);
    }
}
