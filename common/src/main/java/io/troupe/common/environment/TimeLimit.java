package io.troupe.common.environment;

import io.troupe.common.schema.EnvironmentSchema;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** An episode is truncated after so many steps, where the environment has not ended it by then. */
record TimeLimit(int steps) implements Wrapper {
    @Override
    public Function<RandomGenerator, Environment> around(Function<RandomGenerator, Environment> inner,
        EnvironmentSchema own) {
        return random -> new Limited(inner.apply(random));
    }

    private final class Limited extends Wrapped {
        private int taken;

        private Limited(Environment environment) {
            super(environment);
        }

        @Override
        public void reset(Observation observation) {
            taken = 0;
            super.reset(observation);
        }

        @Override
        public void step(int action, StepOutcome outcome) {
            super.step(action, outcome);
            taken++;
            if (taken >= steps && !outcome.isEnd()) {
                outcome.truncated(true);
            }
        }
    }
}
