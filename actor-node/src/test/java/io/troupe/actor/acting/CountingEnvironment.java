package io.troupe.actor.acting;

import io.troupe.common.environment.Environment;
import io.troupe.common.environment.Observation;
import io.troupe.common.environment.StepOutcome;
import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepLayout;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Counts its observations, so that a stored record tells where it belongs: column 0 is the number of the observation,
 * column 1 its lowest bits. Episodes end by chance, one in 16 steps terminated and one in 16 truncated; the reward is
 * the action plus the remainder of the number before by 7. Refuses calls out of order.
 */
final class CountingEnvironment implements Environment {
    static final StepLayout LAYOUT = new StepLayout(new EnvironmentSchema(List.of(
        ObservationColumn.float32("number", 1), new ObservationColumn("bits", ElementType.BIT, List.of(12))), 3));

    private final RandomGenerator random;
    private final int failsEvery;
    private int number;
    private boolean isOpen;
    private boolean isClosed;

    /** @param failsEvery steps after which it throws, having written half an observation; 0: never */
    CountingEnvironment(RandomGenerator random, int failsEvery) {
        this.random = random;
        this.failsEvery = failsEvery;
    }

    @Override
    public void reset(Observation observation) {
        check(!isOpen && !isClosed, "reset");
        isOpen = true;
        write(observation);
    }

    @Override
    public void step(int action, StepOutcome outcome) {
        check(isOpen && !isClosed, "step");
        check(action >= 0 && action < 3, "action");
        check(outcome.reward() == 0 && !outcome.isEnd(), "outcome");
        if (failsEvery > 0 && number >= failsEvery) {
            outcome.observation().putFloat(0, 0, Float.NaN);
            outcome.reward(1000).terminated(true);
            throw new UnsupportedOperationException("failed on purpose");
        }
        outcome.reward((number - 1) % 7 + action);
        write(outcome.observation());
        int chance = random.nextInt(16);
        outcome.terminated(chance == 0).truncated(chance == 1);
        isOpen = !outcome.isEnd();
    }

    @Override
    public void close() {
        check(!isClosed, "close");
        isClosed = true;
    }

    private void write(Observation observation) {
        observation.putFloat(0, 0, number);
        for (int bit = 0; bit < 12; bit++) {
            observation.putBit(1, bit, (number >> bit & 1) == 1);
        }
        number++;
    }

    private static void check(boolean isRight, String what) {
        if (!isRight) {
            throw new AssertionError("called out of order or with a wrong value: " + what);
        }
    }
}
