package io.troupe.replay.transport;

import io.troupe.common.transport.NodePeer;
import io.troupe.common.transport.NodeTransport;
import io.troupe.common.transport.Sender;
import io.troupe.common.transport.StreamKind;
import io.troupe.common.wire.AcksMessage;
import io.troupe.replay.service.ShardService;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Acknowledgements to every actor node: soon when there is news, and a sign of life every 100 ms, by which actors know
 * that a shard is alive though it takes no steps. Used by the shard's thread.
 */
final class AckStreams implements AutoCloseable {
    static final long NEWS_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(1);
    static final long HEARTBEAT_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final class Stream {
        final NodePeer actor;
        final Sender sender;
        long sentAtNs;
        long sentVersion;
        boolean isSentLimited;
        boolean isFirst = true;

        Stream(NodePeer actor, Sender sender) {
            this.actor = actor;
            this.sender = sender;
        }
    }

    private final NodeTransport transport;
    private final int ownNodeId;
    private final ShardService shard;
    private final UnsafeBuffer buffer;
    private final int maxLanes;
    private final AcksMessage acks = new AcksMessage();
    private final List<Stream> streams = new ArrayList<>();

    AckStreams(NodeTransport transport, int ownNodeId, ShardService shard) {
        this.transport = transport;
        this.ownNodeId = ownNodeId;
        this.shard = shard;
        int maxLength = transport.maxMessageLength(StreamKind.ACKS);
        buffer = new UnsafeBuffer(new byte[maxLength]);
        maxLanes = (maxLength - AcksMessage.length(0)) / (AcksMessage.length(1) - AcksMessage.length(0));
    }

    /** Keeps the streams to those who stay. */
    void setActors(List<NodePeer> actors) {
        streams.removeIf(stream -> {
            boolean isGone = !actors.contains(stream.actor);
            if (isGone) {
                stream.sender.close();
            }
            return isGone;
        });
        for (NodePeer actor : actors) {
            if (streams.stream().noneMatch(stream -> stream.actor.equals(actor))) {
                streams.add(new Stream(actor, transport.sender(StreamKind.ACKS, actor)));
            }
        }
    }

    int send(long nowNs) {
        int sent = 0;
        for (int i = 0; i < streams.size(); i++) {
            sent += send(streams.get(i), nowNs) ? 1 : 0;
        }
        return sent;
    }

    @Override
    public void close() {
        streams.forEach(stream -> stream.sender.close());
        streams.clear();
    }

    private boolean send(Stream stream, long nowNs) {
        long version = shard.ackVersion(stream.actor.nodeId());
        boolean isLimited = shard.isLimited();
        long silentNs = nowNs - stream.sentAtNs;
        boolean isNews = version != stream.sentVersion || isLimited != stream.isSentLimited;
        boolean isDue = stream.isFirst || silentNs >= HEARTBEAT_INTERVAL_NS || isNews && silentNs >= NEWS_INTERVAL_NS;
        if (!isDue || !stream.sender.isConnected() || !offerAll(stream, isLimited)) {
            return false;
        }
        stream.sentAtNs = nowNs;
        stream.sentVersion = version;
        stream.isSentLimited = isLimited;
        stream.isFirst = false;
        return true;
    }

    /** At least one message; what was sent before one is turned away does no harm, acknowledgements are cumulative. */
    private boolean offerAll(Stream stream, boolean isLimited) {
        int actorNodeId = stream.actor.nodeId();
        int lanes = shard.laneCount(actorNodeId);
        int first = 0;
        do {
            int count = Math.min(maxLanes, lanes - first);
            acks.begin(buffer, 0, shard.storeId(), ownNodeId, isLimited, count);
            shard.putAcks(actorNodeId, first, count, acks);
            if (!stream.sender.offer(buffer, 0, acks.length())) {
                return false;
            }
            first += count;
        } while (first < lanes);
        return true;
    }
}
