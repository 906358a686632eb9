package io.troupe.replay.defence;

/**
 * Looks at every priority and at every change of a window's mass before it is made, and tells what may be made of it.
 * What it allows is what the tree holds, so the probabilities that the shard returns stay true. For the shard's thread;
 * allocates nothing.
 */
public interface Defence {
    /** Lets everything through. */
    Defence NONE = new NoDefence();

    /** Whether it may change anything. Where not, changes of mass need not be told. */
    boolean isOn();

    /** The priority that is made of an actor's first one. */
    float first(float priority);

    /** The priority that is made of the learner's. */
    float renewed(float priority);

    /** A window becomes samplable in this slot: the mass that it gets. */
    long completed(int slot, long mass);

    /** A samplable window's mass is to change: the mass that it gets. */
    long changed(int slot, long before, long mass);

    /** A samplable window goes. Its mass is as it was until this returns. */
    void removed(int slot, long mass);

    /** Priorities that were made smaller since the shard was opened. */
    long clippedPriorities();

    /** Masses that were made smaller since the shard was opened. */
    long boundedMasses();

    /** Throws {@link IllegalStateException} where it does not know of just this mass and so many windows. */
    void checkValid(long totalMass, long samplableWindows);
}
