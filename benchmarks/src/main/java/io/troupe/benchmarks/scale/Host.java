package io.troupe.benchmarks.scale;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/**
 * A machine with one network interface, which sends and receives at once. What waits to be sent takes turns, a message of
 * each stream or connection; what arrives is received in the order of arrival. A message is received while it is being
 * sent, as by a switch that forwards packets and has room for all that waits.
 */
final class Host {
    private record Message(long bytes, Host to, Runnable delivered) {
    }

    /** Memory of the same machine instead of the network. */
    private static final long LOCAL_NS = 20_000;

    private final SimulatedTime time;
    private final Network network;
    private final Map<Object, Queue<Message>> waiting = new HashMap<>();
    private final Queue<Object> turns = new ArrayDeque<>();
    private boolean isSending;
    private long sentNs;
    private long receivedNs;
    private long receiverFreeNs;

    Host(SimulatedTime time, Network network) {
        this.time = time;
        this.network = network;
    }

    /**
     * @param flow  the stream or connection: its messages stay in order
     * @param bytes without what the network's packets add
     */
    void send(Object flow, Host to, long bytes, Runnable delivered) {
        if (to == this) {
            time.after(LOCAL_NS, delivered);
            return;
        }
        waiting.computeIfAbsent(flow, any -> {
            turns.add(flow);
            return new ArrayDeque<>();
        }).add(new Message(network.onTheWire(bytes), to, delivered));
        if (!isSending) {
            sendNext();
        }
    }

    private void sendNext() {
        Object flow = turns.poll();
        isSending = flow != null;
        if (!isSending) {
            return;
        }
        Queue<Message> queue = waiting.get(flow);
        Message message = queue.remove();
        if (queue.isEmpty()) {
            waiting.remove(flow);
        } else {
            turns.add(flow);
        }
        long ns = network.ns(message.bytes);
        long beginNs = time.nanoTime();
        time.after(ns, () -> {
            sentNs += ns;
            message.to.receive(message, beginNs + network.latencyNs(), ns);
            sendNext();
        });
    }

    private void receive(Message message, long firstBitNs, long ns) {
        receiverFreeNs = Math.max(Math.max(firstBitNs, receiverFreeNs) + ns, time.nanoTime() + network.latencyNs());
        time.at(receiverFreeNs, () -> {
            receivedNs += ns;
            message.delivered.run();
        });
    }

    /** Time in which it sent. */
    long sentNs() {
        return sentNs;
    }

    /** Time that what it received took. */
    long receivedNs() {
        return receivedNs;
    }
}
