package io.troupe.replay.defence;

import io.troupe.common.config.ReplaySettings;
import io.troupe.replay.priority.PriorityTree;
import java.util.List;

/** A {@link PriorityClip} and a {@link ShareBound}. */
public final class ActorDefence implements Defence, ShareBound.Accounts {
    private final PriorityClip clip;
    private final ShareBound bound;
    private final MassAccount[] laneOfPlace;
    private final List<MassAccount> actors;

    /**
     * @param laneOfPlace the account of the lane whose segment lies in each place; kept by the owner of the places
     * @param actors      the accounts of all actors; kept by the owner of the lanes
     */
    public ActorDefence(ReplaySettings.Defence settings, PriorityTree tree, MassAccount[] laneOfPlace,
                        List<MassAccount> actors, int segmentSteps) {
        this.laneOfPlace = laneOfPlace;
        this.actors = actors;
        clip = new PriorityClip(settings.priorityClipQuantile(), settings.priorityClipFactor());
        bound = new ShareBound(settings.maxActorShare(), tree, this, segmentSteps, laneOfPlace.length);
    }

    @Override
    public boolean isOn() {
        return true;
    }

    @Override
    public float first(float priority) {
        return clip.clip(priority);
    }

    @Override
    public float renewed(float priority) {
        float clipped = clip.clip(priority);
        clip.observe(priority);
        return clipped;
    }

    @Override
    public long completed(int slot, long mass) {
        return bound.change(slot, 0, mass, true);
    }

    @Override
    public long changed(int slot, long before, long mass) {
        return bound.change(slot, before, mass, false);
    }

    @Override
    public void removed(int slot, long mass) {
        bound.remove(slot, mass);
    }

    @Override
    public long clippedPriorities() {
        return clip.clipped();
    }

    @Override
    public long boundedMasses() {
        return bound.bounded();
    }

    @Override
    public void checkValid(long totalMass, long samplableWindows) {
        bound.checkValid(totalMass, samplableWindows);
    }

    @Override
    public MassAccount ofPlace(int place) {
        return laneOfPlace[place];
    }

    @Override
    public int actorsWithWindows() {
        int count = 0;
        for (int i = 0; i < actors.size(); i++) {
            count += actors.get(i).windows() > 0 ? 1 : 0;
        }
        return count;
    }
}
