package io.troupe.replay.transport;

import io.troupe.common.transport.NodePeer;
import io.troupe.common.transport.NodeTransport;
import io.troupe.common.transport.Sender;
import io.troupe.common.transport.StreamKind;
import io.troupe.replay.shard.ReplayShard;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.ExpandableArrayBuffer;

/**
 * Acknowledgements to every actor node: soon when there is news, and a sign of life every 100 ms, by which actors know
 * that a shard is alive though it takes no steps. Used by the shard's thread.
 */
final class AckStreams implements AutoCloseable {
    static final long NEWS_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(1);
    static final long HEARTBEAT_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final class Stream {
        private final NodePeer actor;
        private final Sender sender;
        private long sentNs;
        private boolean isSentLimited;
        private boolean isSentDraining;
        private boolean isFirst = true;

        private Stream(NodePeer actor, Sender sender) {
            this.actor = actor;
            this.sender = sender;
        }
    }

    private final NodeTransport transport;
    private final ReplayShard shard;
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    private final List<Stream> streams = new ArrayList<>();

    AckStreams(NodeTransport transport, ReplayShard shard) {
        this.transport = transport;
        this.shard = shard;
    }

    /** Keeps the streams to those who stay. */
    void setActors(List<NodePeer> actors) {
        streams.removeIf(stream -> {
            boolean isGone = !actors.contains(stream.actor);
            if (isGone) {
                stream.sender.close();
                shard.removeSender(stream.actor.nodeId());
            }
            return isGone;
        });
        for (NodePeer actor : actors) {
            if (streams.stream().noneMatch(stream -> stream.actor.equals(actor))) {
                shard.addSender(actor.nodeId());
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
        int actorNodeId = stream.actor.nodeId();
        boolean isLimited = shard.isLimited();
        long silentNs = nowNs - stream.sentNs;
        boolean isNews = shard.acknowledgements().isDue(actorNodeId) || isLimited != stream.isSentLimited
            || shard.isDraining() != stream.isSentDraining;
        boolean isDue = stream.isFirst || silentNs >= HEARTBEAT_INTERVAL_NS || isNews && silentNs >= NEWS_INTERVAL_NS;
        if (!isDue || !stream.sender.isConnected()) {
            return false;
        }
        buffer.checkLimit(shard.acknowledgements().length(actorNodeId));
        int length = shard.acknowledgements().write(actorNodeId, buffer, 0);
        // Where the stream is full the news is not lost: what is acknowledged is cumulative, and told again in 100 ms.
        if (!stream.sender.offer(buffer, 0, length)) {
            return false;
        }
        stream.sentNs = nowNs;
        stream.isSentLimited = isLimited;
        stream.isSentDraining = shard.isDraining();
        stream.isFirst = false;
        return true;
    }
}
