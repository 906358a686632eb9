package io.troupe.common.config;

/** {@code http} of the configuration. */
public record HttpSettings(
    boolean isEnabled,
    String host,
    int port,
    String secretFile) {
    /** With the secret that the learner makes. */
    public HttpSettings(boolean isEnabled, String host, int port) {
        this(isEnabled, host, port, "");
    }
}
