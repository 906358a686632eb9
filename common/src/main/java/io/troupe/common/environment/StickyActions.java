package io.troupe.common.environment;

import io.troupe.common.schema.EnvironmentSchema;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * With this probability the action that was taken last is taken again, whatever was chosen; an episode's first action is
 * taken as chosen (Machado et al. 2018, arXiv 1709.06009, section 5.1), and so is one where the last is not legal any more.
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
        private boolean canStick;

        private Sticky(Environment environment, RandomGenerator random) {
            super(environment);
            this.random = random;
        }

        @Override
        public void reset(Observation observation) {
            canStick = false;
            super.reset(observation);
        }

        @Override
        public void step(int action, StepOutcome outcome) {
            last = canStick && random.nextDouble() < probability ? last : action;
            super.step(last, outcome);
            canStick = outcome.observation().isLegal(last);
        }
    }
}
