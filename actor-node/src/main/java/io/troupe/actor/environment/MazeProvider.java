package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Makes {@link Maze}s. Options: {@code file}, a maze as text, or none: a generated one by {@code size} (9) and {@code
 * maze-seed} (1); {@code starts} (training); {@code max-episode-steps} (200).
 */
public final class MazeProvider extends BuiltInProvider {
    public MazeProvider() {
        super("maze", "find the way to the goal, in a maze that is generated or yours; 3 planes of bits in, 4 actions",
            Map.of("file", "", "size", "9", "maze-seed", "1", Starts.OPTION, Starts.DEFAULT, "max-episode-steps", "200"));
    }

    @Override
    EnvironmentSchema schema(EnvironmentOptions options) {
        MazeMap map = map(options);
        Maze.starts(map, Starts.of(options));
        maxEpisodeSteps(options);
        return new EnvironmentSchema(List.of(new ObservationColumn("planes", ElementType.BIT,
            List.of(Maze.PLANES, map.rows(), map.columns()))), 4);
    }

    @Override
    Environment create(EnvironmentOptions options, RandomGenerator random) {
        return new Maze(map(options), Starts.of(options), maxEpisodeSteps(options), random);
    }

    @Override
    String preset(EnvironmentOptions options) {
        return feedForwardPreset(3, 0.99) + """
            troupe.network.encoder { kind = cnn, channels = [16], kernels = [3], strides = [1], hidden-units = [128] }
            """;
    }

    private static MazeMap map(EnvironmentOptions options) {
        int size = options.integer("size", 5, MazeMap.LARGEST - 1);
        if (size % 2 == 0) {
            throw options.refused("size", "an odd number: cells and the walls between and around them");
        }
        int seed = options.integer("maze-seed", 0, Integer.MAX_VALUE);
        String file = options.text("file").strip();
        return file.isEmpty() ? MazeMap.generated(size, seed) : MazeMap.read(file);
    }

    private static int maxEpisodeSteps(EnvironmentOptions options) {
        return options.integer("max-episode-steps", 1, Integer.MAX_VALUE);
    }
}
