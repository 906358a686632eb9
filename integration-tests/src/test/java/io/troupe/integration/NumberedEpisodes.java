package io.troupe.integration;

import io.troupe.common.environment.Environment;
import io.troupe.common.environment.Observation;
import io.troupe.common.environment.StepOutcome;
import java.util.random.RandomGenerator;

/** Episodes of 1 to 40 steps. No observation is seen twice: they are numbered by environment. */
final class NumberedEpisodes implements Environment {
    private final int index;
    private final RandomGenerator lengths;
    private int number;
    private int left;

    /** @param index of the environment */
    NumberedEpisodes(int index, RandomGenerator lengths) {
        this.index = index;
        this.lengths = lengths;
    }

    @Override
    public void reset(Observation observation) {
        left = 1 + lengths.nextInt(40);
        observe(observation);
    }

    @Override
    public void step(int action, StepOutcome outcome) {
        observe(outcome.observation());
        boolean isEnd = --left == 0;
        boolean isCut = isEnd && lengths.nextBoolean();
        outcome.reward(action).terminated(isEnd && !isCut).truncated(isCut);
    }

    private void observe(Observation observation) {
        observation.putFloat(0, 0, number++ / 1024f);
        observation.putFloat(0, 1, index);
    }
}
