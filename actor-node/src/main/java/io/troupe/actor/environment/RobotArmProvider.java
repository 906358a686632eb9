package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Makes {@link RobotArm}s. Options: {@code joints} (3), {@code step-degrees} (10), {@code obstacles} (2), where they lie by
 * {@code obstacle-seed} (1), {@code history} (4), {@code starts} (training), {@code max-episode-steps} (100).
 */
public final class RobotArmProvider extends BuiltInProvider {
    public RobotArmProvider() {
        super("robot-arm", "bring a planar arm's tip to a target, around obstacles; 24 numbers in, 6 actions",
            Map.of("joints", "3", "step-degrees", "10", "obstacles", "2", "obstacle-seed", "1", "history", "4",
                Starts.OPTION, Starts.DEFAULT, "max-episode-steps", "100"));
    }

    @Override
    EnvironmentSchema schema(EnvironmentOptions options) {
        RobotArm.Shape shape = shape(options);
        int numbers = shape.numbers(obstacles(options).count());
        return new EnvironmentSchema(List.of(ObservationColumn.float32("state", numbers)), 2 * shape.joints());
    }

    @Override
    Environment create(EnvironmentOptions options, RandomGenerator random) {
        return new RobotArm(shape(options), obstacles(options), random);
    }

    @Override
    String preset(EnvironmentOptions options) {
        return feedForwardPreset(5, 0.98) + """
            troupe {
              run.max-env-steps = 1000000
              network.encoder.hidden-units = [256, 256]
              learning {
                optimizer { final-learning-rate-fraction = 0.02, decay-steps = 120000 }
                importance-exponent.steps = 120000
              }
              replay.capacity-steps = 300000
              actors.exploration.alpha = 1.5
            }
            """;
    }

    private static RobotArm.Shape shape(EnvironmentOptions options) {
        int degrees = options.integer("step-degrees", 1, 45);
        if (360 % degrees != 0) {
            throw options.refused("step-degrees", "a divisor of 360, so that a joint that turns round comes back");
        }
        return new RobotArm.Shape(options.integer("joints", 1, 16), degrees, options.integer("history", 0, 1_000),
            options.integer("max-episode-steps", 1, Integer.MAX_VALUE), Starts.of(options));
    }

    private static ArmObstacles obstacles(EnvironmentOptions options) {
        // More of them would leave an arm no pose to begin in.
        return ArmObstacles.drawn(options.integer("obstacles", 0, 6),
            options.integer("obstacle-seed", 0, Integer.MAX_VALUE));
    }
}
