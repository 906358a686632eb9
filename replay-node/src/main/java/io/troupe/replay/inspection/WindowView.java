package io.troupe.replay.inspection;

/** Port: the shard's windows as the inspection sees them. Called by the shard's thread. */
public interface WindowView {
    /** The priority of the window that starts in a slot; NaN where none does that can be drawn. */
    float priority(int slot);
}
