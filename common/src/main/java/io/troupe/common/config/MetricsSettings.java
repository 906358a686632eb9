package io.troupe.common.config;

/**
 * {@code metrics} of the configuration.
 *
 * @param port 0: any free one
 */
public record MetricsSettings(
    boolean isEnabled,
    String host,
    int port) {
}
