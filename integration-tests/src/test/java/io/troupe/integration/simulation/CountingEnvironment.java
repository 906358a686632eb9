package io.troupe.integration.simulation;

import io.troupe.common.environment.Environment;
import io.troupe.common.environment.Observation;
import io.troupe.common.environment.StepOutcome;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepLayout;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Shows its lane and the number of the record that the observation goes into, so that every stored record tells where it
 * belongs. Episodes end by chance, as often terminated as truncated.
 */
final class CountingEnvironment implements Environment {
    static final StepLayout LAYOUT =
        new StepLayout(new EnvironmentSchema(List.of(ObservationColumn.float32("lane and record", 2)), 2));
    private static final int MEAN_EPISODE_STEPS = 12;

    private final long laneId;
    private final RandomGenerator random;
    private int record;

    CountingEnvironment(long laneId, RandomGenerator random) {
        this.laneId = laneId;
        this.random = random;
    }

    @Override
    public void reset(Observation observation) {
        write(observation);
    }

    @Override
    public void step(int action, StepOutcome outcome) {
        outcome.reward(reward(laneId, record));
        record++;
        write(outcome.observation());
        int chance = random.nextInt(2 * MEAN_EPISODE_STEPS);
        outcome.terminated(chance == 0).truncated(chance == 1);
        if (outcome.isTruncated()) {
            // That observation has gone into the closing record.
            record++;
        }
    }

    static float reward(long laneId, long record) {
        return (laneId * 31 + record * 7) % 101;
    }

    private void write(Observation observation) {
        observation.putFloat(0, 0, laneId);
        observation.putFloat(0, 1, record);
    }
}
