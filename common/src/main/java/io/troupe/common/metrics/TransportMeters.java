package io.troupe.common.metrics;

import static io.troupe.common.metrics.MeterGroup.Definition.counter;

import io.troupe.common.transport.TransportCounters;
import java.util.List;

/** What a node's streams have done since its start, as meters: {@code troupe_node_…}. */
final class TransportMeters {
    static final List<MeterGroup.Definition<TransportCounters>> DEFINITIONS = List.of(
        counter("troupe.node.sent.messages", "Messages sent", TransportCounters::messagesSent),
        counter("troupe.node.sent.bytes", "Bytes sent", TransportCounters::bytesSent),
        counter("troupe.node.received.messages", "Messages received", TransportCounters::messagesReceived),
        counter("troupe.node.received.bytes", "Bytes received", TransportCounters::bytesReceived),
        counter("troupe.node.back.pressured.offers", "Offers that a slow receiver has turned away",
            TransportCounters::backPressured),
        counter("troupe.node.unconnected.offers", "Offers to a peer that did not listen",
            TransportCounters::notConnected),
        counter("troupe.node.malformed.messages", "Messages dropped for their length, type or version",
            TransportCounters::malformed),
        counter("troupe.node.refused.messages", "Messages dropped that no node of the run has sent, or that had arrived before",
            TransportCounters::refused),
        counter("troupe.node.rejected.sessions", "Sessions closed for several messages in a row that were dropped",
            TransportCounters::rejectedSessions),
        counter("troupe.node.refused.streams", "Streams that the media driver has refused",
            TransportCounters::failedRegistrations),
        counter("troupe.node.driver.reconnects", "Times that the link to the media driver was made again",
            TransportCounters::reconnects));

    private TransportMeters() {
    }
}
