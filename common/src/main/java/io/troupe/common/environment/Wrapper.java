package io.troupe.common.environment;

import io.troupe.common.schema.EnvironmentSchema;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Something that stands around an environment and changes what it shows, takes or pays. */
interface Wrapper {
    /** What is shown and taken outside, by what is inside. */
    default EnvironmentSchema schema(EnvironmentSchema own) {
        return own;
    }

    /**
     * Makes wrapped environments.
     *
     * @param inner makes environments that show {@code own}
     */
    Function<RandomGenerator, Environment> around(Function<RandomGenerator, Environment> inner, EnvironmentSchema own);

    /** An environment that does what the one in it does, where a wrapper does not say otherwise. */
    abstract class Wrapped implements Environment {
        final Environment environment;

        Wrapped(Environment environment) {
            this.environment = environment;
        }

        @Override
        public void reset(Observation observation) {
            environment.reset(observation);
        }

        @Override
        public void step(int action, StepOutcome outcome) {
            environment.step(action, outcome);
        }

        @Override
        public String render() {
            return environment.render();
        }

        @Override
        public void close() {
            environment.close();
        }
    }
}
