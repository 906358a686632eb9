package io.troupe.common.transport;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** What one node's streams have done since its start. Written by the duties that send and receive; read by anyone. */
public final class TransportCounters {
    final LongAdder messagesSent = new LongAdder();
    final LongAdder bytesSent = new LongAdder();
    final LongAdder messagesReceived = new LongAdder();
    final LongAdder bytesReceived = new LongAdder();
    final LongAdder backPressured = new LongAdder();
    final LongAdder notConnected = new LongAdder();
    final LongAdder malformed = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder rejectedSessions = new LongAdder();
    final LongAdder failedRegistrations = new LongAdder();
    final LongAdder reconnects = new LongAdder();
    private volatile Supplier<DriverLoss> loss = () -> DriverLoss.NONE;

    /** All of them 0. */
    public TransportCounters() {
    }

    public long messagesSent() {
        return messagesSent.sum();
    }

    public long bytesSent() {
        return bytesSent.sum();
    }

    public long messagesReceived() {
        return messagesReceived.sum();
    }

    public long bytesReceived() {
        return bytesReceived.sum();
    }

    /** Offers that a slow receiver, or a term being rotated, has turned away. */
    public long backPressured() {
        return backPressured.sum();
    }

    /** Offers to a peer that does not listen, or to a stream that is being opened. */
    public long notConnected() {
        return notConnected.sum();
    }

    /** Messages dropped because of their length, type or version. */
    public long malformed() {
        return malformed.sum();
    }

    /** Messages dropped because no node of the run has sent them as they are, or because they had arrived before. */
    public long refused() {
        return refused.sum();
    }

    /** Sessions closed because they sent several messages in a row that were malformed or refused. */
    public long rejectedSessions() {
        return rejectedSessions.sum();
    }

    /** Streams that the media driver has refused; each is tried again. */
    public long failedRegistrations() {
        return failedRegistrations.sum();
    }

    /** Times that the link to the media driver was lost and made again. */
    public long reconnects() {
        return reconnects.sum();
    }

    /** What the network has lost of what the node's media driver has sent and received. */
    public DriverLoss loss() {
        return loss.get();
    }

    void readLossWith(Supplier<DriverLoss> reader) {
        loss = reader;
    }
}
