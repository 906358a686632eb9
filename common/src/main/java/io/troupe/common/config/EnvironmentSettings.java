package io.troupe.common.config;

import java.util.Map;

/**
 * {@code environment} of the configuration.
 *
 * @param showsPreviousAction whether each observation also tells which action led to it
 * @param showsPreviousReward whether each observation also tells which reward came with it
 */
public record EnvironmentSettings(
    String name,
    Map<String, String> options,
    boolean showsPreviousAction,
    boolean showsPreviousReward) {
    public EnvironmentSettings {
        options = Map.copyOf(options);
    }
}
