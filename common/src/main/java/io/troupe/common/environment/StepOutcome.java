package io.troupe.common.environment;

import io.troupe.common.schema.StepLayout;

/** What a step brought. Reused: valid until the next step of the same lane. */
public final class StepOutcome {
    private final Observation observation;
    private float reward;
    private boolean isTerminated;
    private boolean isTruncated;

    public StepOutcome(StepLayout layout) {
        observation = new Observation(layout);
    }

    /** Reward 0, no end; the observation's bytes stay until they are overwritten. */
    public StepOutcome clear() {
        reward = 0;
        isTerminated = false;
        isTruncated = false;
        return this;
    }

    /** Where o_{t+1} is written. */
    public Observation observation() {
        return observation;
    }

    public StepOutcome reward(float value) {
        reward = value;
        return this;
    }

    /** The MDP ended: nothing comes after this step. */
    public StepOutcome terminated(boolean value) {
        isTerminated = value;
        return this;
    }

    /** The episode was cut (a time limit): learning bootstraps from o_{t+1}. Terminated wins where both are set. */
    public StepOutcome truncated(boolean value) {
        isTruncated = value;
        return this;
    }

    public float reward() {
        return reward;
    }

    public boolean isTerminated() {
        return isTerminated;
    }

    public boolean isTruncated() {
        return isTruncated && !isTerminated;
    }

    public boolean isEnd() {
        return isTerminated || isTruncated;
    }
}
