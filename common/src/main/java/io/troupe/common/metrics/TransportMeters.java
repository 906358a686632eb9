package io.troupe.common.metrics;

import static io.troupe.common.metrics.MeterGroup.Definition.counter;

import io.troupe.common.transport.TransportCounters;
import java.util.List;

/** What a node's streams have moved since its start, as meters; what they have met is among {@link NodeMeters}. */
final class TransportMeters {
    static final List<MeterGroup.Definition<TransportCounters>> DEFINITIONS = List.of(
        counter("troupe.node.sent.messages", "Messages sent", TransportCounters::messagesSent),
        counter("troupe.node.sent.bytes", "Bytes sent", TransportCounters::bytesSent),
        counter("troupe.node.received.messages", "Messages received", TransportCounters::messagesReceived),
        counter("troupe.node.received.bytes", "Bytes received", TransportCounters::bytesReceived));

    private TransportMeters() {
    }
}
