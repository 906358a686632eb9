package io.troupe.actor.acting;

import io.troupe.common.weights.WeightsSnapshot;
import io.troupe.common.weights.WeightsVersion;

/** Port: where the newest weights come from. */
public interface WeightsSource {
    /** The newest whole weights, or null before the first. Any thread may call; costs a volatile read. */
    WeightsSnapshot latest();

    /**
     * The newest weights that are there or on their way; null where none are known. Any thread may call; costs a volatile
     * read. A source whose weights come at once has nothing to announce.
     */
    default WeightsVersion announced() {
        return null;
    }
}
