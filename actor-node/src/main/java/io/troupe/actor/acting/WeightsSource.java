package io.troupe.actor.acting;

import io.troupe.common.weights.WeightsSnapshot;

/** Port: where the newest weights come from. */
public interface WeightsSource {
    /** The newest whole weights, or null before the first. Any thread may call; costs a volatile read. */
    WeightsSnapshot latest();
}
