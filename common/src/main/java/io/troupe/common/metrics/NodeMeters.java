package io.troupe.common.metrics;

import static io.troupe.common.metrics.MeterGroup.Definition.counter;
import static io.troupe.common.metrics.MeterGroup.Definition.gauge;

import java.util.List;
import java.util.function.Function;

/** A node's {@link ProcessNumbers} as meters: {@code troupe_node_…}, the same at the learner and at the node itself. */
public final class NodeMeters {
    private NodeMeters() {
    }

    public static <T> List<MeterGroup.Definition<T>> of(Function<T, ProcessNumbers> process) {
        return List.of(
            counter("troupe.node.back.pressured.offers", "Offers that a slow receiver has turned away",
                node -> process.apply(node).backPressured()),
            counter("troupe.node.unconnected.offers", "Offers to a peer that did not listen",
                node -> process.apply(node).notConnected()),
            counter("troupe.node.malformed.messages", "Messages dropped for their length, type or version",
                node -> process.apply(node).malformedMessages()),
            counter("troupe.node.refused.messages",
                "Messages dropped that no node of the run has sent, or that had arrived before",
                node -> process.apply(node).refusedMessages()),
            counter("troupe.node.rejected.sessions", "Sessions closed for several messages in a row that were dropped",
                node -> process.apply(node).rejectedSessions()),
            counter("troupe.node.refused.streams", "Streams that the media driver has refused",
                node -> process.apply(node).refusedStreams()),
            counter("troupe.node.driver.reconnects", "Times that the link to the media driver was made again",
                node -> process.apply(node).reconnects()),
            counter("troupe.node.loss.naks.sent", "Gaps in what the media driver has received, asked for again",
                node -> process.apply(node).loss().naksSent()),
            counter("troupe.node.loss.naks.received", "Gaps that others have found in what the media driver has sent",
                node -> process.apply(node).loss().naksReceived()),
            counter("troupe.node.loss.retransmits", "Retransmits that the media driver has made because of these",
                node -> process.apply(node).loss().retransmits()),
            counter("troupe.node.loss.gap.fills", "Gaps that were given up: their messages are lost",
                node -> process.apply(node).loss().gapFills()),
            counter("troupe.node.loss.short.sends", "Datagrams that the system did not take as they were",
                node -> process.apply(node).loss().shortSends()),
            counter("troupe.node.gc.pauses", "Times that the collector has stopped the process",
                node -> process.apply(node).gcPauses()),
            counter("troupe.node.gc.pause.seconds", "Seconds of these pauses",
                node -> process.apply(node).gcPauseS()),
            gauge("troupe.node.heap.bytes", "Heap used", node -> process.apply(node).heapBytes()),
            gauge("troupe.node.direct.bytes", "Memory of Java's buffers beside the heap",
                node -> process.apply(node).directBytes()),
            gauge("troupe.node.mapped.bytes", "Of files mapped into memory", node -> process.apply(node).mappedBytes()));
    }
}
