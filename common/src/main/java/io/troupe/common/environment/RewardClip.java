package io.troupe.common.environment;

import io.troupe.common.schema.EnvironmentSchema;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** No reward is above this bound, or below its negative (Mnih et al. 2015: 1). */
record RewardClip(double bound) implements Wrapper {
    @Override
    public Function<RandomGenerator, Environment> around(Function<RandomGenerator, Environment> inner,
        EnvironmentSchema own) {
        return random -> new Wrapped(inner.apply(random)) {
            @Override
            public void step(int action, StepOutcome outcome) {
                super.step(action, outcome);
                float reward = outcome.reward();
                // One that is not a number stays so: it is an error of the environment's, to be told as such.
                outcome.reward(reward > bound ? (float) bound : reward < -bound ? (float) -bound : reward);
            }
        };
    }
}
