package io.troupe.learner.run;

import io.troupe.learner.status.MemberSentence;
import io.troupe.learner.status.MemberSentence.Change;
import io.troupe.learner.status.RunEvent.Kind;
import io.troupe.learner.status.RunEvents;
import io.troupe.proto.ActorStatus;
import io.troupe.proto.Directory;
import io.troupe.proto.DirectoryEntry;
import io.troupe.proto.NodeRole;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Tells of nodes that come and go, from one directory to the next, and of actors whose environment fails. */
final class MemberEvents {
    private final RunEvents events;
    private final Map<Integer, Long> toldErrors = new HashMap<>();
    private Map<Integer, DirectoryEntry> present = Map.of();

    MemberEvents(RunEvents events) {
        this.events = events;
    }

    void onDirectory(Directory directory) {
        Map<Integer, DirectoryEntry> now = new HashMap<>();
        directory.getNodesList().forEach(node -> now.put(node.getNodeId(), node));
        present.forEach((id, node) -> {
            if (!now.containsKey(id)) {
                events.add(Kind.LEFT, told(node, node.getIsDraining() ? Change.LEFT : Change.GONE));
            }
        });
        now.forEach((id, node) -> {
            if (!present.containsKey(id)) {
                events.add(Kind.JOINED, told(node, Change.JOINED));
            } else if (node.getRole() == NodeRole.REPLAY && node.getIsDraining() && !present.get(id).getIsDraining()) {
                events.add(Kind.LEFT, told(node, Change.DRAINS));
            }
        });
        present = now;
        toldErrors.keySet().retainAll(now.keySet());
    }

    /** Of the first error, and whenever there are twice as many: those at every step must not fill the list. */
    void onActorStatus(ActorStatus status) {
        long errors = status.getEnvironmentErrors();
        long told = toldErrors.getOrDefault(status.getNodeId(), 0L);
        if (errors > 0 && errors >= 2 * told) {
            toldErrors.put(status.getNodeId(), errors);
            DirectoryEntry node = present.get(status.getNodeId());
            events.add(Kind.PROBLEM, (node == null ? "node " + status.getNodeId()
                : MemberSentence.subject(node.getNodeName(), role(node), node.getNodeId())) + ": its environment"
                + " has failed " + errors + (errors == 1 ? " time" : " times")
                + " since it started; its log tells why");
        }
    }

    private static String told(DirectoryEntry node, Change change) {
        return new MemberSentence(node.getNodeName(), role(node), node.getNodeId(), change).text();
    }

    private static String role(DirectoryEntry node) {
        return node.getRole().name().toLowerCase(Locale.ROOT);
    }
}
