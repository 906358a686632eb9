package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.environment.EnvironmentProvider;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Makes {@link TMaze}s. Option: {@code T}, the steps from the oracle to the fork (50). */
public final class TMazePassiveProvider implements EnvironmentProvider {
    private static final String CORRIDOR_LENGTH = "T";
    private static final int DEFAULT_CORRIDOR_LENGTH = 50;
    private static final int LONGEST_CORRIDOR = 1_000_000;
    /** The longest that {@code network.memory.context-length} and {@code learning.sequence.length} can be. */
    private static final int LONGEST_SEQUENCE = 4_096;

    @Override
    public String name() {
        return "tmaze-passive";
    }

    @Override
    public String description() {
        return "T-Maze: remember over T = 50 steps which way to turn; 2 numbers in, 4 actions, 1 is the best return";
    }

    @Override
    public EnvironmentSchema schema(Map<String, String> options) {
        corridorLength(options);
        return new EnvironmentSchema(List.of(ObservationColumn.float32("state", 2)), 4);
    }

    @Override
    public Environment create(Map<String, String> options, RandomGenerator random) {
        return new TMaze(corridorLength(options), random);
    }

    @Override
    public String preset() {
        return Resources.text("/presets/tmaze-passive.conf");
    }

    /** The memory reaches over a whole episode, however long that is. */
    @Override
    public String preset(Map<String, String> options) {
        int n = Math.min(100, Math.max(5, corridorLength(options) / 10));
        int length = Math.min(corridorLength(options) + 1, LONGEST_SEQUENCE - n);
        return preset() + """
            troupe {
              network.memory.context-length = %1$d
              learning {
                n-step = %2$d
                sequence { length = %3$d, burn-in = 0, period = %3$d }
              }
            }
            """.formatted(length + n, n, length);
    }

    private int corridorLength(Map<String, String> options) {
        EnvironmentOptions read = new EnvironmentOptions(name(), options, List.of(CORRIDOR_LENGTH));
        return read.integer(CORRIDOR_LENGTH, DEFAULT_CORRIDOR_LENGTH, 1, LONGEST_CORRIDOR);
    }
}
