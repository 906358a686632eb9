package io.troupe.integration;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.integration.transport.DeafPorts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A seeded schedule of faults against the shards and actors of a run with processes: kills, stalls, and links that are
 * cut for shorter or longer than the transport's patience. Never are so many nodes dead at once that those who are left
 * would be the smaller part of the cluster.
 */
final class ProcessFaults {
    private static final int MAX_DEAD = 2;
    /** A process is not killed before it can have come up; that would be a fault of its supervisor. */
    private static final long SETTLED_MS = 3_000;

    /** How often each was done. */
    private final Map<String, Integer> done = new LinkedHashMap<>();
    private final Family family;
    private final DeafPorts ports;
    private final SplittableRandom random;
    private final Map<String, Long> killedNode = new HashMap<>();
    private final Map<String, Long> seenMs = new HashMap<>();
    private final Map<Long, Long> stalledUntilMs = new HashMap<>();
    private int killedActors;

    ProcessFaults(Family family, DeafPorts ports, long seed) {
        this.family = family;
        this.ports = ports;
        random = new SplittableRandom(seed);
    }

    /** @return how many actors were killed */
    int killedActors() {
        return killedActors;
    }

    Map<String, Integer> done() {
        return done;
    }

    /** So many faults, one after the other, without waiting for the last one's end. */
    void run(int events, long meanPauseMs) {
        for (int event = 0; event < events; ) {
            wakeUp();
            JsonNode status = family.page.status();
            List<JsonNode> nodes = targets(status);
            if (!nodes.isEmpty()) {
                fault(nodes.get(random.nextInt(nodes.size())));
                event++;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextLong(2 * meanPauseMs)));
            if (!family.supervisor.isAlive()) {
                throw new AssertionError("the run has ended after " + event + " faults\n" + family.supervisor.evidence());
            }
        }
        while (!stalledUntilMs.isEmpty()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            wakeUp();
        }
        family.await("those who were killed last to be back", () -> {
            JsonNode status = family.page.status();
            targets(status);
            return killedNode.isEmpty();
        });
    }

    /** Shards and actors that are in the run and do not stand still. */
    private List<JsonNode> targets(JsonNode status) {
        List<JsonNode> targets = new ArrayList<>();
        for (JsonNode node : status.path("nodes")) {
            String name = node.path("name").asText();
            long nodeId = node.path("node_id").asLong();
            if (name.startsWith("learner") || killedNode.getOrDefault(name, -1L) == nodeId) {
                continue;
            }
            killedNode.remove(name);
            seenMs.putIfAbsent(name, nowMs());
            if (!stalledUntilMs.containsKey(family.run.pid(name))) {
                targets.add(node);
            }
        }
        return targets;
    }

    private void fault(JsonNode node) {
        String name = node.path("name").asText();
        boolean canKill = killedNode.size() < MAX_DEAD && nowMs() - seenMs.get(name) > SETTLED_MS;
        int kind = random.nextInt(10);
        if (kind < 4 && canKill) {
            count(name.startsWith("actor") ? "kills of actors" : "kills of shards");
            killedActors += name.startsWith("actor") ? 1 : 0;
            killedNode.put(name, node.path("node_id").asLong());
            seenMs.remove(name);
            family.kill(name);
        } else if (kind < 6) {
            count("stalls");
            long pid = family.run.pid(name);
            Signals.sendIfThere("-STOP", pid);
            stalledUntilMs.put(pid, nowMs() + duration());
        } else {
            count("cuts");
            String address = node.path("address").asText();
            ports.deafen(Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)), duration());
        }
    }

    private void count(String what) {
        done.merge(what, 1, Integer::sum);
    }

    /** One in four lasts longer than a link's patience. */
    private long duration() {
        return random.nextInt(4) == 0 ? random.nextLong(2_000, 4_000) : random.nextLong(20, 500);
    }

    private void wakeUp() {
        stalledUntilMs.entrySet().removeIf(stalled -> {
            boolean isOver = nowMs() >= stalled.getValue();
            if (isOver) {
                Signals.sendIfThere("-CONT", stalled.getKey());
            }
            return isOver;
        });
    }

    private static long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
