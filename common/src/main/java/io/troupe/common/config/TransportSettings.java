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

    /** The same, which takes no part in a run whose streams are in the clear. */
    TransportSettings encrypted() {
        return new TransportSettings(channel, driver, aeronDirectory, host, port, termLengthBytes, mtuBytes,
            livenessTimeoutMs, Encryption.AES_GCM);
    }

    public enum Channel { AUTO, IPC, UDP }

    public enum Driver { EMBEDDED, EXTERNAL }

    /** Of what goes over UDP. */
    public enum Encryption { AUTO, NONE, AES_GCM }
}
