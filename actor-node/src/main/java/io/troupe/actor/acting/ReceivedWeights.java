package io.troupe.actor.acting;

import io.troupe.common.weights.WeightsListener;
import io.troupe.common.weights.WeightsSnapshot;
import io.troupe.common.weights.WeightsVersion;

/** Carries weights from the thread that receives them to those that act with them. */
public final class ReceivedWeights implements WeightsListener, WeightsSource {
    private volatile WeightsSnapshot latest;
    private volatile WeightsVersion announced;

    @Override
    public void onWeights(WeightsSnapshot weights) {
        latest = weights;
    }

    @Override
    public void onAnnounced(WeightsVersion newest) {
        announced = newest;
    }

    @Override
    public WeightsSnapshot latest() {
        return latest;
    }

    @Override
    public WeightsVersion announced() {
        return announced;
    }
}
