package io.troupe.common.environment;

import io.troupe.common.schema.EnvironmentSchema;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Each action is taken so many times in a row, or until the episode ends or it is not legal any more; the rewards are added
 * up.
 */
record ActionRepeat(int times) implements Wrapper {
    @Override
    public Function<RandomGenerator, Environment> around(Function<RandomGenerator, Environment> inner,
        EnvironmentSchema own) {
        return random -> new Wrapped(inner.apply(random)) {
            @Override
            public void step(int action, StepOutcome outcome) {
                super.step(action, outcome);
                float sum = outcome.reward();
                for (int time = 1; time < times && !outcome.isEnd() && outcome.observation().isLegal(action); time++) {
                    // What the environment finds is an outcome of nothing so far.
                    super.step(action, outcome.reward(0));
                    sum += outcome.reward();
                }
                outcome.reward(sum);
            }
        };
    }
}
