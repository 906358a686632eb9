package io.troupe.common.transport;

/** Another node, as a receiver of streams. */
public record NodePeer(int nodeId, PeerEndpoint endpoint) {
}
