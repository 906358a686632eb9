package io.troupe.common.config;

import java.util.Map;

/** {@code environment} of the configuration. */
public record EnvironmentSettings(
    String name,
    Map<String, String> options) {
    public EnvironmentSettings {
        options = Map.copyOf(options);
    }
}
