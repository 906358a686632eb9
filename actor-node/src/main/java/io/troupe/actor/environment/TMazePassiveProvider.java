package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.environment.EnvironmentProvider;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.List;
import java.util.Locale;
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
    public Map<String, String> options() {
        return Map.of(CORRIDOR_LENGTH, Integer.toString(DEFAULT_CORRIDOR_LENGTH));
    }

    @Override
    public EnvironmentSchema schema(Map<String, String> options) {
        corridorLength(options);
        return new EnvironmentSchema(List.of(ObservationColumn.float32("state", 2)), 4);
    }

    @Override
    public Environment create(Map<String, String> options, RandomGenerator random) {
        return new TMaze(corridorLength(options), 0, random);
    }

    @Override
    public String preset() {
        return Resources.text("/presets/tmaze-passive.conf");
    }

    /**
     * The memory reaches over a whole episode, however long that is. One wrong step spoils an episode: the lanes make from
     * 7.5 to a quarter of a random step in one.
     */
    @Override
    public String preset(Map<String, String> options) {
        int corridor = corridorLength(options);
        int n = Math.min(100, Math.max(5, corridor / 10));
        int length = Math.min(corridor + 1, LONGEST_SEQUENCE - n);
        double epsilon = Math.min(0.4, 7.5 / corridor);
        double alpha = Math.log(30) / -Math.log(epsilon);
        return preset() + String.format(Locale.ROOT, """
            troupe {
              network.memory.context-length = %1$d
              learning {
                n-step = %2$d
                sequence { length = %3$d, burn-in = 0, period = %3$d }
              }
              actors.exploration { epsilon = %4$.6f, alpha = %5$.2f }
            }
            """, length + n, n, length, epsilon, alpha);
    }

    private int corridorLength(Map<String, String> options) {
        EnvironmentOptions read = new EnvironmentOptions(name(), options, List.of(CORRIDOR_LENGTH));
        return read.integer(CORRIDOR_LENGTH, DEFAULT_CORRIDOR_LENGTH, 1, LONGEST_CORRIDOR);
    }
}
