package io.troupe.actor.acting;

import io.troupe.common.environment.Environment;
import java.util.random.RandomGenerator;

/** Makes one more copy of the run's environment. */
@FunctionalInterface
public interface EnvironmentFactory {
    /** @param random where all its randomness comes from */
    Environment create(RandomGenerator random);
}
