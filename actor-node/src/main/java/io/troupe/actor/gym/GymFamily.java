package io.troupe.actor.gym;

import io.troupe.common.environment.EnvironmentFamily;
import io.troupe.common.environment.EnvironmentProvider;

/** {@code gym:CartPole-v1} and whatever else the user's own Gymnasium makes. */
public final class GymFamily implements EnvironmentFamily {
    @Override
    public String name() {
        return "gym";
    }

    @Override
    public String description() {
        return "what Gymnasium makes in a Python of yours, as in gym:CartPole-v1 (docs/gymnasium.md)";
    }

    @Override
    public EnvironmentProvider named(String member) {
        return new GymProvider(member);
    }
}
