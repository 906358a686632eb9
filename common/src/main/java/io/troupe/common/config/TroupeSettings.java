package io.troupe.common.config;

import io.troupe.common.config.TransportSettings.Encryption;
import io.troupe.common.security.Loopback;

/**
 * The effective configuration of a run or of one of its nodes, as read from {@code troupe-reference.conf} and what lies
 * over it.
 */
public record TroupeSettings(
    RunSettings run,
    EnvironmentSettings environment,
    NetworkSettings network,
    LearningSettings learning,
    ReplaySettings replay,
    ActorSettings actors,
    EvaluationSettings evaluation,
    TransportSettings transport,
    ClusterSettings cluster,
    HttpSettings http,
    MetricsSettings metrics,
    Threading threading,
    boolean isInsecure) {
    /** Whether the streams of a run of this learner are encrypted, where they go over UDP. */
    public boolean isEncryptingStreams() {
        return switch (transport.encryption()) {
            case NONE -> false;
            // Its key may be handed out in the clear, and protect nothing: who asks for it gets it.
            case AES_GCM -> true;
            case AUTO -> cluster.tls().isEnabled();
        };
    }

    /**
     * How a node of these settings is connected. What is said to be decided by the run is not left to it where others are
     * not trusted: a node beyond loopback then takes part in no run whose streams are in the clear.
     */
    public TransportSettings nodeTransport() {
        boolean isOpenToOthers = transport.channel() != TransportSettings.Channel.IPC && !Loopback.isName(transport.host());
        return transport.encryption() == Encryption.AUTO && cluster.tls().isEnabled() && !isInsecure && isOpenToOthers
            ? transport.encrypted() : transport;
    }

    /** Who runs the long-running duties of a process. */
    public enum Threading { DEDICATED, SHARED }
}
