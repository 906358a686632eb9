package io.troupe.common.environment;

import io.troupe.common.schema.ActionMask;
import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepLayout;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Every element of the float32 columns is shown as (x − mean) / deviation, within ±10; bytes and bits stay. Both come from
 * so many steps of random actions, with a seed of their own, before anything else: a mean that went on with training would
 * differ between actors, and from that of the steps in the replay, while this one is the same wherever the environment is
 * made. An element that did not change then is only shifted.
 */
record NormalizeObservations(int steps) implements Wrapper {
    private static final double SMALLEST_DEVIATION = 1e-6;
    private static final float BOUND = 10;

    @Override
    public Function<RandomGenerator, Environment> around(Function<RandomGenerator, Environment> inner,
        EnvironmentSchema own) {
        double[][] moments = measured(inner, own);
        return random -> new Normalized(inner.apply(random), moments);
    }

    /** Mean and deviation of each element of each column, one after the other; null where a column is not of floats. */
    private double[][] measured(Function<RandomGenerator, Environment> inner, EnvironmentSchema own) {
        StepLayout layout = new StepLayout(own);
        StepOutcome outcome = new StepOutcome(layout);
        UnsafeBuffer record = new UnsafeBuffer(new byte[layout.stride()]);
        Observation seen = outcome.observation().wrap(record, 0);
        ActionMask mask = new ActionMask(layout);
        List<ObservationColumn> columns = own.observations();
        double[][] moments = new double[columns.size()][];
        for (int column = 0; column < moments.length; column++) {
            moments[column] = columns.get(column).type() == ElementType.FLOAT32
                ? new double[2 * columns.get(column).elements()] : null;
        }
        RandomGenerator random = new SplittableRandom(0);
        Environment scratch = inner.apply(random);
        boolean isOver = true;
        for (int count = 1; count <= steps; count++) {
            if (isOver) {
                scratch.reset(seen);
            } else {
                scratch.step(mask.random(random, record, 0), outcome.clear());
            }
            isOver = !isOver && outcome.isEnd();
            add(seen, count, moments);
        }
        scratch.close();
        for (double[] column : moments) {
            for (int at = 1; column != null && at < column.length; at += 2) {
                double deviation = Math.sqrt(column[at] / steps);
                column[at] = deviation < SMALLEST_DEVIATION ? 1 : deviation;
            }
        }
        return moments;
    }

    /** Welford's: the mean, and the sum of squared distances from it. */
    private static void add(Observation seen, int count, double[][] moments) {
        for (int column = 0; column < moments.length; column++) {
            double[] own = moments[column];
            for (int index = 0; own != null && index < own.length / 2; index++) {
                double difference = seen.value(column, index) - own[2 * index];
                own[2 * index] += difference / count;
                own[2 * index + 1] += difference * (seen.value(column, index) - own[2 * index]);
            }
        }
    }

    private static final class Normalized extends Wrapped {
        private final double[][] moments;

        private Normalized(Environment environment, double[][] moments) {
            super(environment);
            this.moments = moments;
        }

        @Override
        public void reset(Observation observation) {
            super.reset(observation);
            normalize(observation);
        }

        @Override
        public void step(int action, StepOutcome outcome) {
            super.step(action, outcome);
            normalize(outcome.observation());
        }

        private void normalize(Observation observation) {
            for (int column = 0; column < moments.length; column++) {
                double[] own = moments[column];
                for (int index = 0; own != null && index < own.length / 2; index++) {
                    float value = (float) ((observation.value(column, index) - own[2 * index]) / own[2 * index + 1]);
                    observation.putFloat(column, index, Math.max(-BOUND, Math.min(BOUND, value)));
                }
            }
        }
    }
}
