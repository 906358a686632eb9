package io.troupe.common.environment;

import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The last observations are shown as one, the oldest first; at an episode's beginning the first one stands for those before
 * it (Mnih et al. 2015: 4). A column of shape [c, …] becomes [frames · c, …]. All of them are stored with each step.
 */
record FrameStack(int frames) implements Wrapper {
    @Override
    public EnvironmentSchema schema(EnvironmentSchema own) {
        return new EnvironmentSchema(own.observations().stream().map(this::stacked).toList(), own.actionCount(),
            own.hasActionMask());
    }

    private ObservationColumn stacked(ObservationColumn own) {
        List<Integer> shape = new ArrayList<>(own.shape());
        shape.set(0, Math.multiplyExact(frames, shape.get(0)));
        return new ObservationColumn(own.name(), own.type(), shape);
    }

    @Override
    public Function<RandomGenerator, Environment> around(Function<RandomGenerator, Environment> inner,
        EnvironmentSchema own) {
        return random -> new Stacked(inner.apply(random), own);
    }

    private final class Stacked extends Wrapped {
        private final List<ObservationColumn> columns;
        private final StepOutcome own;
        private final Observation seen;
        /** Of each column its frames, the oldest first, as numbers: an element of any type is one. */
        private final float[][] stacks;

        private Stacked(Environment environment, EnvironmentSchema schema) {
            super(environment);
            columns = schema.observations();
            StepLayout layout = new StepLayout(schema);
            own = new StepOutcome(layout);
            seen = own.observation().wrap(new UnsafeBuffer(new byte[layout.stride()]), 0);
            stacks = new float[columns.size()][];
            for (int column = 0; column < stacks.length; column++) {
                stacks[column] = new float[frames * columns.get(column).elements()];
            }
        }

        @Override
        public void reset(Observation observation) {
            super.reset(seen);
            for (int frame = 0; frame < frames; frame++) {
                push();
            }
            write(observation);
        }

        @Override
        public void step(int action, StepOutcome outcome) {
            super.step(action, own.clear());
            push();
            write(outcome.observation());
            outcome.reward(own.reward()).terminated(own.isTerminated()).truncated(own.isTruncated());
        }

        private void push() {
            for (int column = 0; column < stacks.length; column++) {
                float[] stack = stacks[column];
                int elements = stack.length / frames;
                System.arraycopy(stack, elements, stack, 0, stack.length - elements);
                for (int index = 0; index < elements; index++) {
                    stack[stack.length - elements + index] = seen.value(column, index);
                }
            }
        }

        private void write(Observation observation) {
            observation.putLegalActions(seen);
            for (int column = 0; column < stacks.length; column++) {
                ElementType type = columns.get(column).type();
                for (int index = 0; index < stacks[column].length; index++) {
                    float value = stacks[column][index];
                    switch (type) {
                        case FLOAT32 -> observation.putFloat(column, index, value);
                        case UINT8 -> observation.putByte(column, index, (int) value);
                        case BIT -> observation.putBit(column, index, value != 0);
                        default -> throw new IllegalStateException("no column has elements of type " + type);
                    }
                }
            }
        }
    }
}
