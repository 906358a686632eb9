package io.troupe.common.metrics;

import io.troupe.common.transport.DriverLoss;

/**
 * What a node's process has used, and what the node's streams have met, since it was started. Nodes of one JVM share the
 * memory and the pauses; their streams are each node's own.
 *
 * @param gcPauses          times that the collector has stopped the process
 * @param gcPauseS          seconds in all
 * @param directBytes       off-heap memory of Java's buffers; what PyTorch takes for itself is not among it
 * @param mappedBytes       of files mapped into memory, such as the streams' logs and, in one JVM, the shards' segments
 * @param backPressured     offers turned away by a slow receiver, or by a term being rotated
 * @param notConnected      offers to a peer that did not listen
 * @param malformedMessages dropped because of their length, type or version
 * @param refusedMessages   dropped because no node of the run has sent them as they are, or because they had arrived before
 * @param rejectedSessions  closed because they sent several messages in a row that were malformed or refused
 * @param refusedStreams    that the media driver has refused; each is tried again
 * @param reconnects        times that the link to the media driver was lost and made again
 * @param loss              what the network has lost; told by one of the nodes that share a media driver
 */
public record ProcessNumbers(long gcPauses, double gcPauseS, long heapBytes, long directBytes, long mappedBytes,
                             long backPressured, long notConnected, long malformedMessages, long refusedMessages,
                             long rejectedSessions, long refusedStreams, long reconnects, DriverLoss loss) {
    public static final ProcessNumbers NONE =
        new ProcessNumbers(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, DriverLoss.NONE);

    /** What is the node's own where its process is told with another node: without it a sum would count that twice. */
    public ProcessNumbers streamsOnly() {
        return new ProcessNumbers(0, 0, 0, 0, 0, backPressured, notConnected, malformedMessages, refusedMessages,
            rejectedSessions, refusedStreams, reconnects, loss);
    }
}
