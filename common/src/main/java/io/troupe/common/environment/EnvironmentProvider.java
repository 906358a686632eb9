package io.troupe.common.environment;

import io.troupe.common.schema.EnvironmentSchema;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Makes environments of one name. Found by {@link java.util.ServiceLoader}: a jar on the class path names its providers
 * in {@code META-INF/services/io.troupe.common.environment.EnvironmentProvider}.
 */
public interface EnvironmentProvider {
    /** What stands after {@code troupe train}: lower case, words joined by hyphens. */
    String name();

    /** One line for {@code troupe envs}. */
    String description();

    /** The options that it has, each with its default as text; empty where it has none, or does not tell. */
    default Map<String, String> options() {
        return Map.of();
    }

    /**
     * @param options {@code environment.options} of the configuration, as text
     * @throws IllegalArgumentException with the option, its value and what was expected
     */
    EnvironmentSchema schema(Map<String, String> options);

    /** A new environment with this schema; all its randomness comes from {@code random}. */
    Environment create(Map<String, String> options, RandomGenerator random);

    /**
     * Makes those that one thread steps side by side: an actor's lanes. They may share what is costly, a process for
     * instance.
     *
     * @param count how many there are at a time, at most
     */
    default Function<RandomGenerator, Environment> sideBySide(Map<String, String> options, int count) {
        return random -> create(options, random);
    }

    /**
     * Settings that learn this environment, as the text of a configuration file; they lie between the defaults and the
     * user's own. Empty: the defaults do.
     */
    default String preset() {
        return "";
    }

    /**
     * The same, where settings depend on the options: how far a memory has to reach, for instance.
     *
     * @throws IllegalArgumentException as {@link #schema}
     */
    default String preset(Map<String, String> options) {
        return preset();
    }
}
