package io.troupe.common.environment;

import io.troupe.common.schema.EnvironmentSchema;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * With this probability the action that was taken last is taken again, whatever was chosen; an episode's first action is
 * taken as chosen (Machado et al. 2018, arXiv 1709.06009, section 5.1).
 */
record StickyActions(double probability) implements Wrapper {
    @Override
    public Function<RandomGenerator, Environment> around(Function<RandomGenerator, Environment> inner,
        EnvironmentSchema own) {
        return random -> new Sticky(inner.apply(random), random);
    }

    private final class Sticky extends Wrapped {
        private final RandomGenerator random;
        private int last;

        private Sticky(Environment environment, RandomGenerator random) {
            super(environment);
            this.random = random;
        }

        @Override
        public void reset(Observation observation) {
            last = -1;
            super.reset(observation);
        }

        @Override
        public void step(int action, StepOutcome outcome) {
            last = last >= 0 && random.nextDouble() < probability ? last : action;
            super.step(last, outcome);
        }
    }
}
