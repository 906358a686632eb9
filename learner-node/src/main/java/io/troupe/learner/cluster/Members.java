package io.troupe.learner.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The nodes that the coordinator can reach, each of which it watches. That one is told to be gone may be doubted: a node
 * that was killed and started again at its address is told to be gone with its earlier incarnation at times, a moment
 * after it was taken in; and nobody would ever tell it. So one that goes on reporting stays.
 *
 * <p>For the coordinator's thread.
 */
final class Members {
    /** To the coordinator: this node had been given up, and has had time to show that it lives. */
    record Doubt(int nodeId) {
    }

    /** Longer than a node takes from one status to the next, and than one is stalled that is not dead. */
    static final Duration DOUBT = Duration.ofSeconds(2);

    private final ActorContext<Object> context;
    private final TimerScheduler<Object> timers;
    private final Map<Integer, ActorRef<Object>> members = new HashMap<>();
    private final Set<Integer> doubted = new HashSet<>();

    Members(ActorContext<Object> context, TimerScheduler<Object> timers) {
        this.context = context;
        this.timers = timers;
    }

    /** Takes a node in, and watches it. False where it was here already. */
    boolean add(int nodeId, ActorRef<Object> member) {
        boolean isNew = members.put(nodeId, member) == null;
        if (isNew) {
            context.watch(member);
        }
        return isNew;
    }

    void remove(int nodeId) {
        doubted.remove(nodeId);
        ActorRef<Object> member = members.remove(nodeId);
        if (member != null) {
            context.unwatch(member);
        }
    }

    boolean has(int nodeId) {
        return members.containsKey(nodeId);
    }

    /** The node that this is; empty where it is none of the members. */
    OptionalInt nodeId(ActorRef<?> member) {
        return members.entrySet().stream().filter(entry -> entry.getValue().equals(member))
            .mapToInt(Map.Entry::getKey).findFirst();
    }

    /** Tells one node; nobody hears it where that is gone. */
    void tell(int nodeId, Object message) {
        ActorRef<Object> member = members.get(nodeId);
        if (member != null) {
            member.tell(message);
        }
    }

    void tellAll(Object message) {
        members.values().forEach(member -> member.tell(message));
    }

    /** A node is told to be gone: the coordinator gets a {@link Doubt} when it has had time to report. */
    void doubt(int nodeId) {
        if (doubted.add(nodeId)) {
            timers.startSingleTimer(nodeId, new Doubt(nodeId), DOUBT);
        }
    }

    /** Whether the node of a {@link Doubt} has not reported since. */
    boolean isGone(int nodeId) {
        return doubted.remove(nodeId) && has(nodeId);
    }

    /** A node has reported: if it was doubted, it stays. */
    void heard(int nodeId) {
        if (doubted.remove(nodeId) && has(nodeId)) {
            context.getLog().info("node {} was told to be gone, and reports: it stays", nodeId);
            timers.cancel(nodeId);
            context.watch(members.get(nodeId));
        }
    }
}
