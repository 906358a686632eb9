package io.troupe.common.environment;

/**
 * Environments that somebody else names: {@code gym:CartPole-v1} is one of the family {@code gym}. Found by
 * {@link java.util.ServiceLoader}, like an {@link EnvironmentProvider}.
 */
public interface EnvironmentFamily {
    /** What stands before the colon. */
    String name();

    /** One line for {@code troupe envs}. */
    String description();

    /**
     * The environment of this family with this name; whether there is one is told when its schema is asked for.
     *
     * @param member what stands behind the colon; not blank
     */
    EnvironmentProvider named(String member);

    /** The same member in words that mean the same in every folder and process: a file by its whole path, for instance. */
    default String settled(String member) {
        return member;
    }
}
