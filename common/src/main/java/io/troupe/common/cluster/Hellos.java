package io.troupe.common.cluster;

import io.troupe.common.security.StreamKey;
import io.troupe.common.transport.PeerEndpoint;
import io.troupe.common.wire.MessageHeader;
import io.troupe.proto.DirectoryEntry;
import io.troupe.proto.Hello;
import io.troupe.proto.NodeRole;
import io.troupe.proto.StreamEndpoint;
import io.troupe.proto.Welcome;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** How a node introduces itself, and how its streams' endpoint goes through Protobuf. */
public final class Hellos {
    private Hellos() {
    }

    /** What every node says of itself; a shard adds its store. */
    public static Hello.Builder hello(String nodeName, NodeRole role, PeerEndpoint endpoint) {
        return Hello.newBuilder()
            .setNodeName(nodeName)
            .setRole(role)
            .setWireVersion(MessageHeader.WIRE_VERSION)
            .setIncarnation(ThreadLocalRandom.current().nextLong())
            .setEndpoint(StreamEndpoint.newBuilder()
                .setHost(endpoint.host())
                .setPort(endpoint.port())
                .setDriverNonce(Long.toHexString(endpoint.driverNonce())));
    }

    /** Whether a node can be what it says, so that every other can read its directory entry. */
    public static boolean isPossible(Hello hello) {
        StreamEndpoint endpoint = hello.getEndpoint();
        return (hello.getRole() == NodeRole.LEARNER || hello.getRole() == NodeRole.REPLAY
            || hello.getRole() == NodeRole.ACTOR)
            && !endpoint.getHost().isBlank() && endpoint.getPort() >= 0 && endpoint.getPort() <= 0xffff
            && endpoint.getDriverNonce().matches("[0-9a-f]{1,16}");
    }

    /** What the run's streams are encrypted with; empty: they are in the clear. */
    public static Optional<StreamKey> streamKey(Welcome welcome) {
        return welcome.getStreamKey().isEmpty() ? Optional.empty()
            : Optional.of(StreamKey.of(welcome.getStreamKey().toByteArray()));
    }

    public static PeerEndpoint endpoint(DirectoryEntry entry) {
        StreamEndpoint endpoint = entry.getEndpoint();
        return new PeerEndpoint(endpoint.getHost(), endpoint.getPort(),
            Long.parseUnsignedLong(endpoint.getDriverNonce(), 16));
    }
}
