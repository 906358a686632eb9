package io.troupe.common.transport;

/**
 * A shard, as a receiver of steps and feedback.
 *
 * @param storeId names its files, and survives its restarts
 * @param nodeId  names its process, and is new after each restart
 */
public record ShardPeer(long storeId, int nodeId, PeerEndpoint endpoint) {
}
