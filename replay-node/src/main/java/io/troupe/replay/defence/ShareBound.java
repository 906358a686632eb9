package io.troupe.replay.defence;

import io.troupe.replay.priority.PriorityTree;

/**
 * Bounds the share of the shard's mass that the windows of one actor have. While an actor of n windows keeps within its
 * share s, its windows have the masses that they ask for. Beyond it, a window gets at most
 *
 * <pre>  s/(1 − s) · (mass of all others) / n</pre>
 *
 * since n windows of that mass have the share s. Heavy windows that it has already are cut down to that in one go,
 * which takes as long as its windows are many, so not before an eighth of them have changed since the last time.
 *
 * <p>Shares mean little among few: a bound is never below one and a half times an equal share of all actors, and none
 * holds before the others have a few hundred windows.
 */
final class ShareBound {
    private static final long MIN_OTHER_WINDOWS = 256;
    private static final double TIMES_EQUAL_SHARE = 1.5;
    /** Cut down below the bound, or the next window would be beyond it again. */
    private static final double CUT_TO = 0.9;
    private static final int CHANGES_PER_CUT = 8;

    private final double maxShare;
    private final PriorityTree tree;
    private final Accounts accounts;
    private final int segmentSteps;
    private final int places;
    private long totalMass;
    private long totalWindows;
    private long bounded;

    /** Whose windows lie where. */
    interface Accounts {
        /** The account of the lane whose segment lies in a place; null where there is none. */
        MassAccount ofPlace(int place);

        /** Actors that have samplable windows. */
        int actorsWithWindows();
    }

    ShareBound(double maxShare, PriorityTree tree, Accounts accounts, int segmentSteps, int places) {
        this.maxShare = maxShare;
        this.tree = tree;
        this.accounts = accounts;
        this.segmentSteps = segmentSteps;
        this.places = places;
    }

    /** A window's mass changes from {@code before}, or it is a new one: the mass that it gets. */
    long change(int slot, long before, long mass, boolean isNew) {
        MassAccount lane = accounts.ofPlace(slot / segmentSteps);
        MassAccount actor = lane.actor();
        long allowed = mass;
        if (actor != null) {
            actor.changes++;
            if (isBeyond(maxShare, actor.mass - before + mass, totalMass - before + mass)) {
                allowed = bounded(actor, before, mass, isNew ? 1 : 0);
            }
        }
        // A cut may have changed this window's mass too.
        account(lane, allowed - (isNew ? 0 : tree.mass(slot)), isNew ? 1 : 0);
        return allowed;
    }

    void remove(int slot, long mass) {
        account(accounts.ofPlace(slot / segmentSteps), -mass, -1);
    }

    void checkValid(long treeMass, long samplableWindows) {
        if (totalMass != treeMass || totalWindows != samplableWindows) {
            throw new IllegalStateException("the defence counts " + totalWindows + " windows of mass " + totalMass
                + ", the shard has " + samplableWindows + " of " + treeMass);
        }
    }

    long bounded() {
        return bounded;
    }

    private long bounded(MassAccount actor, long before, long mass, int added) {
        double share = Math.max(maxShare, TIMES_EQUAL_SHARE / Math.max(1, accounts.actorsWithWindows()));
        if (share >= 1 || totalWindows - actor.windows < MIN_OTHER_WINDOWS
            || !isBeyond(share, actor.mass - before + mass, totalMass - before + mass)) {
            return mass;
        }
        double others = totalMass - actor.mass;
        double cutShare = CUT_TO * share;
        long most = Math.max(1, (long) (cutShare / (1 - cutShare) * others / (actor.windows + added)));
        if (isBeyond(share, actor.mass, totalMass) && actor.changes * CHANGES_PER_CUT >= actor.windows) {
            cut(actor, most);
        }
        if (mass <= most) {
            return mass;
        }
        bounded++;
        return most;
    }

    private void cut(MassAccount actor, long most) {
        actor.changes = 0;
        for (int place = 0; place < places; place++) {
            MassAccount lane = accounts.ofPlace(place);
            if (lane != null && lane.actor() == actor) {
                for (int slot = place * segmentSteps; slot < (place + 1) * segmentSteps; slot++) {
                    long excess = tree.mass(slot) - most;
                    if (excess > 0) {
                        tree.put(slot, most);
                        account(lane, -excess, 0);
                        bounded++;
                    }
                }
            }
        }
        tree.rebuildAll();
    }

    private void account(MassAccount lane, long addedMass, long addedWindows) {
        lane.add(addedMass, addedWindows);
        totalMass += addedMass;
        totalWindows += addedWindows;
    }

    private static boolean isBeyond(double share, long mass, long total) {
        return mass > share * total;
    }
}
