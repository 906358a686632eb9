package io.troupe.common.config;

/** {@code http} of the configuration. */
public record HttpSettings(
    boolean isEnabled,
    String host,
    int port) {
}
