package io.troupe.common.environment;

import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Action a climbs by a and pays a, but 4 pays −4; 9 ends the episode. Legal is what is not below the last action, and 5
 * but once.
 */
final class Ladder implements EnvironmentProvider, Environment, LegalActions {
    private int height;
    private int last;

    @Override
    public String name() {
        return "ladder";
    }

    @Override
    public String description() {
        return "climbs";
    }

    @Override
    public EnvironmentSchema schema(Map<String, String> options) {
        return new EnvironmentSchema(List.of(ObservationColumn.float32("height", 1),
            new ObservationColumn("bits", ElementType.BIT, List.of(1, 4)),
            new ObservationColumn("byte", ElementType.UINT8, List.of(1))), 10);
    }

    @Override
    public Environment create(Map<String, String> options, RandomGenerator random) {
        return new Ladder();
    }

    @Override
    public String preset(Map<String, String> options) {
        return options.toString();
    }

    @Override
    public void reset(Observation observation) {
        height = 0;
        last = 0;
        write(observation);
    }

    @Override
    public void step(int action, StepOutcome outcome) {
        height += action;
        last = action;
        write(outcome.observation());
        outcome.reward(action == 4 ? -4 : action).terminated(action == 9);
    }

    @Override
    public boolean isLegal(int action) {
        return action >= last && (action != 5 || last != 5);
    }

    private void write(Observation observation) {
        observation.putFloat(0, 0, height);
        for (int bit = 0; bit < 4; bit++) {
            observation.putBit(1, bit, (height >> bit & 1) == 1);
        }
        observation.putByte(2, 0, Math.min(255, 200 + height));
    }

    @Override
    public String render() {
        return String.valueOf(height);
    }
}
