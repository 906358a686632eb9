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
            counter("troupe.node.rejected.sessions", "Sessions closed for several messages in a row that were dropped",
                node -> process.apply(node).rejectedSessions()),
            counter("troupe.node.driver.reconnects", "Times that the link to the media driver was made again",
                node -> process.apply(node).reconnects()),
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
