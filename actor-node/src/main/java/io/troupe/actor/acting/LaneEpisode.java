package io.troupe.actor.acting;

import io.troupe.common.network.QFunction;

/** The episode that a lane is in: what has come of it, and what the network is told of the step before. */
final class LaneEpisode {
    private boolean isOpen;
    private double sum;
    private int length;
    private long begun;
    private int previousAction = QFunction.NO_ACTION;
    private float previousReward;

    void begin() {
        isOpen = true;
        begun++;
        sum = 0;
        length = 0;
        previousAction = QFunction.NO_ACTION;
        previousReward = 0;
    }

    void onStep(int action, float reward) {
        sum += reward;
        length++;
        previousAction = action;
        previousReward = reward;
    }

    void end() {
        isOpen = false;
    }

    /** Whether it has begun and not ended. */
    boolean isOpen() {
        return isOpen;
    }

    /** How many have begun before this one. */
    long number() {
        return begun - 1;
    }

    /** Of its rewards so far, undiscounted. */
    double sum() {
        return sum;
    }

    /** Steps so far. */
    int length() {
        return length;
    }

    /** {@link QFunction#NO_ACTION} before the first step. */
    int previousAction() {
        return previousAction;
    }

    float previousReward() {
        return previousReward;
    }
}
