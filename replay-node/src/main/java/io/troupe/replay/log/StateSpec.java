package io.troupe.replay.log;

import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;

/**
 * The recurrent states that a log keeps beside some of its records.
 *
 * @param bytes       of a state; 0 where there are none
 * @param entries     states for which a segment has room; 0 where there are none
 * @param fingerprint of the network that they are of
 */
public record StateSpec(int bytes, int entries, String fingerprint) {
    public static final StateSpec NONE = new StateSpec(0, 0, "");

    /**
     * Room for a state at every start that a segment can have: those of the grid, those aligned to an episode's end as
     * long as episodes are no shorter than a window, and those that reach in from its neighbours.
     */
    public static StateSpec of(StepLayout layout, WindowSpec window, int segmentSteps, String fingerprint) {
        if (layout.stateBytes() == 0) {
            return NONE;
        }
        int entries = (segmentSteps + window.period() - 1) / window.period()
            + (segmentSteps + window.length() - 1) / window.length() + 2;
        return new StateSpec(layout.stateBytes(), entries, fingerprint);
    }

    StateSpec withEntries(int newEntries) {
        return new StateSpec(bytes, newEntries, fingerprint);
    }
}
