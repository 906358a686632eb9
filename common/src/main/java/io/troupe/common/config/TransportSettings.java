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
    int livenessTimeoutMs,
    Encryption encryption) {
    /** Encrypted where the cluster is. */
    public TransportSettings(Channel channel, Driver driver, String aeronDirectory, String host, int port,
                             int termLengthBytes, int mtuBytes, int livenessTimeoutMs) {
        this(channel, driver, aeronDirectory, host, port, termLengthBytes, mtuBytes, livenessTimeoutMs, Encryption.AUTO);
    }

    public enum Channel { AUTO, IPC, UDP }

    public enum Driver { EMBEDDED, EXTERNAL }

    /** Of what goes over UDP. */
    public enum Encryption { AUTO, NONE, AES_GCM }
}
