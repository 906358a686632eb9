package io.troupe.replay.transport;

import io.troupe.common.transport.NodePeer;
import io.troupe.common.transport.NodeTransport;
import io.troupe.common.transport.Sender;
import io.troupe.common.transport.StreamKind;
import io.troupe.replay.shard.BatchSink;
import io.troupe.replay.shard.ReplayShard;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;

/**
 * Owed rows and reports of the shard's state to the learner, where there is one: a report soon after steps were stored,
 * and every 200 ms. Used by the shard's thread.
 */
final class LearnerStream implements BatchSink, AutoCloseable {
    static final long REPORT_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(2);
    static final long HEARTBEAT_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(200);

    private final NodeTransport transport;
    private final ReplayShard shard;
    private NodePeer learner;
    private int servedNodeId;
    private Sender sender;
    private long reportedNs;
    private long reportedSteps = -1;

    LearnerStream(NodeTransport transport, ReplayShard shard) {
        this.transport = transport;
        this.shard = shard;
    }

    /**
     * What another learner has asked for is not owed to this one: rows answer requests, and those were not its own.
     *
     * @param peer null where there is no learner
     */
    void setLearner(NodePeer peer) {
        if (peer != null && peer.nodeId() != servedNodeId) {
            if (servedNodeId != 0) {
                shard.forgetRequests();
            }
            servedNodeId = peer.nodeId();
        }
        if (!Objects.equals(peer, learner)) {
            close();
            learner = peer;
            sender = peer == null ? null : transport.sender(StreamKind.BATCHES, peer);
            reportedSteps = -1;
        }
    }

    /** Serves what is owed before it reports: rows carry the state too, but are not counted as a report. */
    int send(long nowNs) {
        if (sender == null || !sender.isConnected()) {
            return 0;
        }
        return shard.serve(this) + (report(nowNs) ? 1 : 0);
    }

    @Override
    public boolean offer(DirectBuffer message, int offset, int length) {
        return sender.offer(message, offset, length);
    }

    @Override
    public void close() {
        if (sender != null) {
            sender.close();
            sender = null;
        }
    }

    private boolean report(long nowNs) {
        long steps = shard.storedSteps();
        long silentNs = nowNs - reportedNs;
        boolean isDue = reportedSteps < 0 || silentNs >= HEARTBEAT_INTERVAL_NS
            || steps != reportedSteps && silentNs >= REPORT_INTERVAL_NS;
        if (!isDue || !shard.reportState(this)) {
            return false;
        }
        reportedNs = nowNs;
        reportedSteps = steps;
        return true;
    }
}
