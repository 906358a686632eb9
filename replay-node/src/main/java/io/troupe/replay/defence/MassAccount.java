package io.troupe.replay.defence;

/**
 * How many samplable windows a lane has, and their mass in the tree. A lane's account counts towards its actor's while
 * that is there. Kept by {@link ShareBound} alone; all 0 where there is none.
 */
public final class MassAccount {
    long mass;
    long windows;
    /** Changes of this actor's windows since they were cut down last. */
    long changes;
    private MassAccount actor;

    /** The lane is this actor's from now on. */
    public void join(MassAccount actorAccount) {
        leave();
        actor = actorAccount;
        actor.mass += mass;
        actor.windows += windows;
    }

    /** The lane's actor is gone. */
    public void leave() {
        if (actor != null) {
            actor.mass -= mass;
            actor.windows -= windows;
            actor = null;
        }
    }

    public long windows() {
        return windows;
    }

    /** Null while the lane has none. */
    MassAccount actor() {
        return actor;
    }

    void add(long addedMass, long addedWindows) {
        mass += addedMass;
        windows += addedWindows;
        if (actor != null) {
            actor.mass += addedMass;
            actor.windows += addedWindows;
        }
    }
}
