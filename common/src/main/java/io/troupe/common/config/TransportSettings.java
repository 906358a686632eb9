package io.troupe.common.config;

/** {@code transport} of the configuration. */
public record TransportSettings(
    Channel channel,
    Driver driver,
    String aeronDirectory,
    String host,
    int port,
    int termLengthBytes,
    int mtuBytes,
    int livenessTimeoutMs) {
    public enum Channel { AUTO, IPC, UDP }

    public enum Driver { EMBEDDED, EXTERNAL }
}
