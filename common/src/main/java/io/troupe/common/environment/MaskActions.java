package io.troupe.common.environment;

import io.troupe.common.schema.EnvironmentSchema;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Each observation comes with a mask of the legal actions, as an environment with {@link LegalActions} tells them. */
record MaskActions() implements Wrapper {
    static final String NAME = "action-mask";

    @Override
    public EnvironmentSchema schema(EnvironmentSchema own) {
        if (own.hasActionMask()) {
            throw new IllegalArgumentException("environment.options." + Wrappers.OPTION + " has " + NAME
                + " around an environment that masks its actions already; leave it out");
        }
        return new EnvironmentSchema(own.observations(), own.actionCount(), true);
    }

    @Override
    public Function<RandomGenerator, Environment> around(Function<RandomGenerator, Environment> inner,
        EnvironmentSchema own) {
        return random -> {
            Environment environment = inner.apply(random);
            if (environment instanceof LegalActions legal) {
                return new Masked(environment, legal, own.actionCount());
            }
            environment.close();
            throw new IllegalArgumentException("environment.options." + Wrappers.OPTION + " has " + NAME
                + " around what does not tell its legal actions; expected it as the first wrapper of an environment that"
                + " does (docs/environments.md)");
        };
    }

    private static final class Masked extends Wrapped {
        private final LegalActions legal;
        private final int actionCount;

        private Masked(Environment environment, LegalActions legal, int actionCount) {
            super(environment);
            this.legal = legal;
            this.actionCount = actionCount;
        }

        @Override
        public void reset(Observation observation) {
            super.reset(observation);
            write(observation);
        }

        @Override
        public void step(int action, StepOutcome outcome) {
            if (action < 0 || action >= actionCount || !legal.isLegal(action)) {
                throw new IllegalArgumentException("got action " + action + ", which is not legal here; expected one of "
                    + IntStream.range(0, actionCount).filter(legal::isLegal).boxed().toList());
            }
            super.step(action, outcome);
            write(outcome.observation());
        }

        private void write(Observation observation) {
            for (int action = 0; action < actionCount; action++) {
                observation.putLegal(action, legal.isLegal(action));
            }
        }
    }
}
