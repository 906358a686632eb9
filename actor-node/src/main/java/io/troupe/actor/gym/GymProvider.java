package io.troupe.actor.gym;

import io.troupe.common.environment.Environment;
import io.troupe.common.environment.EnvironmentProvider;
import io.troupe.common.error.TroupeException;
import io.troupe.common.schema.EnvironmentSchema;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Makes environments of one name of Gymnasium's. What they show and take is asked of Python, once for the same options.
 *
 * <p>{@link #schema}, {@link #preset} and {@link #create} throw a {@link TroupeException} (CONFIGURATION) where Python,
 * Gymnasium or the environment is not there, or its spaces are not supported.
 */
public final class GymProvider implements EnvironmentProvider {
    private final String environment;

    /** @param environment as {@code gymnasium.make} takes it */
    public GymProvider(String environment) {
        this.environment = environment;
    }

    @Override
    public String name() {
        return "gym:" + environment;
    }

    @Override
    public String description() {
        return environment + " of Gymnasium, in Python";
    }

    @Override
    public Map<String, String> options() {
        return GymOptions.DEFAULTS;
    }

    @Override
    public EnvironmentSchema schema(Map<String, String> options) {
        return GymDescription.of(GymOptions.of(environment, options)).schema();
    }

    /** In a process of its own. */
    @Override
    public Environment create(Map<String, String> options, RandomGenerator random) {
        return sideBySide(options, 1).apply(random);
    }

    /** In as many processes as the options say, each of which steps its share with one message. */
    @Override
    public Function<RandomGenerator, Environment> sideBySide(Map<String, String> options, int count) {
        GymOptions read = GymOptions.of(environment, options);
        return new GymWorkers(read, GymDescription.of(read), count)::create;
    }

    @Override
    public String preset(Map<String, String> options) {
        return GymPresets.of(GymDescription.of(GymOptions.of(environment, options)));
    }
}
