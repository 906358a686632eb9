package io.troupe.replay.defence;

final class NoDefence implements Defence {
    @Override
    public boolean isOn() {
        return false;
    }

    @Override
    public float first(float priority) {
        return priority;
    }

    @Override
    public float renewed(float priority) {
        return priority;
    }

    @Override
    public long completed(int slot, long mass) {
        return mass;
    }

    @Override
    public long changed(int slot, long before, long mass) {
        return mass;
    }

    @Override
    public void removed(int slot, long mass) {
        // Nothing is counted.
    }

    @Override
    public long clippedPriorities() {
        return 0;
    }

    @Override
    public long boundedMasses() {
        return 0;
    }

    @Override
    public void checkValid(long totalMass, long samplableWindows) {
        // It knows of none.
    }
}
