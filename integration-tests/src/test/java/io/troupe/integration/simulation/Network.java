package io.troupe.integration.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** All links, the control messages between nodes and coordinator, and the time. */
final class Network {
    /** What a stream carries. */
    enum Kind { STEPS, ACKS, BATCHES, FEEDBACK }

    static final int COORDINATOR = 0;

    private record Way(Kind kind, int from, int to) {
    }

    private record Control(long atNs, long number, int from, int to, boolean isReport, Runnable call) {
    }

    private final SplittableRandom random;
    private final Map<Way, Link> links = new LinkedHashMap<>();
    private final PriorityQueue<Control> controls =
        new PriorityQueue<>(Comparator.comparingLong(Control::atNs).thenComparingLong(Control::number));
    private final Map<Long, Long> lastControlNs = new HashMap<>();
    private long controlNumber;
    private long nowNs = 1;
    private boolean isCalm;

    Network(SplittableRandom random) {
        this.random = random;
    }

    static long ms(long milliseconds) {
        return TimeUnit.MILLISECONDS.toNanos(milliseconds);
    }

    long nowNs() {
        return nowNs;
    }

    void advance(long ns) {
        nowNs += ns;
    }

    private Link link(Kind kind, int from, int to) {
        return links.computeIfAbsent(new Way(kind, from, to), way -> new Link(random.split(), nowNs));
    }

    boolean isConnected(Kind kind, int from, int to) {
        return link(kind, from, to).isConnected(nowNs);
    }

    boolean offer(Kind kind, int from, int to, byte[] bytes) {
        return link(kind, from, to).offer(bytes, nowNs);
    }

    /** Polls all that is sent to a node. The handler may not open links. */
    int poll(Kind kind, int to, Consumer<byte[]> handler, int max) {
        int taken = 0;
        for (Map.Entry<Way, Link> link : links.entrySet()) {
            if (link.getKey().kind == kind && link.getKey().to == to && taken < max) {
                taken += link.getValue().poll(handler, nowNs, max - taken);
            }
        }
        return taken;
    }

    /** Membership messages go through Akka: late, but in order for each pair, and not lost while both live. */
    void tell(int from, int to, Runnable call) {
        tell(from, to, false, call);
    }

    /** As {@link #tell}; what a killed node reported last may be lost with it. */
    void report(int from, Runnable call) {
        tell(from, COORDINATOR, true, call);
    }

    private void tell(int from, int to, boolean isReport, Runnable call) {
        long pair = (long) from << 32 | to;
        long delayNs = ms(!isCalm && random.nextInt(8) == 0 ? random.nextInt(1_500) : random.nextInt(10));
        long atNs = Math.max(nowNs + delayNs, lastControlNs.getOrDefault(pair, 0L));
        lastControlNs.put(pair, atNs);
        controls.add(new Control(atNs, controlNumber++, from, to, isReport, call));
    }

    /** From now on control messages come soon. */
    void calm() {
        isCalm = true;
    }

    /** Calls what nobody delivers, when its time has come. */
    void later(long delayNs, Runnable call) {
        controls.add(new Control(nowNs + delayNs, controlNumber++, -1, -1, false, call));
    }

    /** Delivers the next control message that is due; false where there is none. */
    boolean deliverControl() {
        if (controls.isEmpty() || controls.peek().atNs > nowNs) {
            return false;
        }
        controls.remove().call.run();
        return true;
    }

    /** The node is dead: nothing reaches it any more; what it has reported last may be lost. */
    void died(int node, boolean areLastReportsLost) {
        controls.removeIf(control -> control.to == node || control.from == node && control.isReport && areLastReportsLost);
        links.forEach((way, link) -> {
            if (way.to == node) {
                link.receiverDied(nowNs);
            } else if (way.from == node) {
                link.disconnect(nowNs, Long.MAX_VALUE / 2 - nowNs);
            }
        });
    }

    /** Cuts one link, or all of a node's. */
    String cut(long forNs) {
        List<Way> ways = new ArrayList<>(links.keySet());
        if (ways.isEmpty()) {
            return "nothing to cut";
        }
        Way chosen = ways.get(random.nextInt(ways.size()));
        boolean isNode = random.nextInt(4) == 0;
        links.forEach((way, link) -> {
            if (way.equals(chosen) || isNode && (way.from == chosen.to || way.to == chosen.to)) {
                link.disconnect(nowNs, forNs);
            }
        });
        return (isNode ? "cuts off node " + chosen.to : "cuts " + chosen) + " for " + forNs / 1_000_000 + " ms";
    }
}
