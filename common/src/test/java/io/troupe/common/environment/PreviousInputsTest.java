package io.troupe.common.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepLayout;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class PreviousInputsTest {
    private static final int ACTIONS = 11;
    private static final ObservationColumn STEPS = new ObservationColumn("steps", ElementType.UINT8, List.of(3));
    private static final ObservationColumn ACTION =
        new ObservationColumn("previous-action", ElementType.BIT, List.of(ACTIONS));
    private static final ObservationColumn REWARD = ObservationColumn.float32("previous-reward", 1);

    private final Counter counter = new Counter();

    @Test
    void shouldShowWhatLedToAnObservation() {
        EnvironmentProvider provider = new PreviousInputsProvider(counter, true, true);
        assertEquals(new EnvironmentSchema(List.of(STEPS, ACTION, REWARD), ACTIONS), provider.schema(Map.of()));
        StepLayout layout = new StepLayout(provider.schema(Map.of()));
        UnsafeBuffer record = new UnsafeBuffer(new byte[layout.stride()]);
        Observation seen = new Observation(layout).wrap(record, 0);
        StepOutcome outcome = new StepOutcome(layout);
        Environment environment = provider.create(Map.of(), new SplittableRandom(1));
        for (int episode = 0; episode < 2; episode++) {
            record.setMemory(0, record.capacity(), (byte) 0xEE);
            environment.reset(seen);
            assertSeen(seen, 0, -1, 0);
            for (int step = 1; step <= 4; step++) {
                record.setMemory(0, record.capacity(), (byte) 0xEE);
                outcome.clear().observation().wrap(record, 0);
                environment.step(2 * step + 2, outcome);
                assertEquals(-0.5f * step, outcome.reward());
                assertSeen(seen, step, 2 * step + 2, -0.5f * step);
                assertEquals(step == 4, outcome.isTruncated());
            }
        }
        assertEquals("4", environment.render());
        environment.close();
        assertTrue(counter.isClosed);
    }

    @Test
    void shouldShowOneOfThemAlone() {
        EnvironmentProvider action = new PreviousInputsProvider(counter, true, false);
        assertEquals(List.of(STEPS, ACTION), action.schema(Map.of()).observations());
        EnvironmentProvider reward = new PreviousInputsProvider(counter, false, true);
        assertEquals(List.of(STEPS, REWARD), reward.schema(Map.of()).observations());
        StepLayout layout = new StepLayout(reward.schema(Map.of()));
        UnsafeBuffer record = new UnsafeBuffer(new byte[layout.stride()]);
        StepOutcome outcome = new StepOutcome(layout);
        Environment environment = reward.create(Map.of(), new SplittableRandom(1));
        environment.reset(outcome.observation().wrap(record, 0));
        environment.step(3, outcome.clear());
        assertEquals(-0.5f, outcome.observation().value(1, 0));
    }

    @Test
    void shouldRefuseAnEnvironmentThatHasSuchAColumn() {
        EnvironmentProvider twice = new PreviousInputsProvider(new PreviousInputsProvider(counter, true, false), true, true);
        String told = assertThrows(IllegalArgumentException.class, () -> twice.schema(Map.of())).getMessage();
        assertTrue(told.contains("[steps, previous-action, previous-action, previous-reward]"), told);
    }

    private static void assertSeen(Observation seen, int steps, int action, float reward) {
        for (int i = 0; i < 3; i++) {
            assertEquals(steps, seen.value(0, i));
        }
        for (int each = 0; each < ACTIONS; each++) {
            assertEquals(each == action ? 1 : 0, seen.value(1, each), "bit " + each);
        }
        assertEquals(reward, seen.value(2, 0));
    }

    /** Shows its steps three times; a step costs half of their number, and the fourth is cut. */
    private static final class Counter implements EnvironmentProvider, Environment {
        private int steps;
        private boolean isClosed;

        @Override
        public String name() {
            return "counter";
        }

        @Override
        public String description() {
            return "counts";
        }

        @Override
        public EnvironmentSchema schema(Map<String, String> options) {
            return new EnvironmentSchema(List.of(STEPS), ACTIONS);
        }

        @Override
        public Environment create(Map<String, String> options, RandomGenerator random) {
            return this;
        }

        @Override
        public void reset(Observation observation) {
            steps = 0;
            write(observation);
        }

        @Override
        public void step(int action, StepOutcome outcome) {
            steps++;
            write(outcome.observation());
            outcome.reward(-0.5f * steps).truncated(steps == 4);
        }

        private void write(Observation observation) {
            for (int i = 0; i < 3; i++) {
                observation.putByte(0, i, steps);
            }
        }

        @Override
        public String render() {
            return String.valueOf(steps);
        }

        @Override
        public void close() {
            isClosed = true;
        }
    }
}
