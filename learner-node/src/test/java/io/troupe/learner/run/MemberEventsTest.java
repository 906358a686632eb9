package io.troupe.learner.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.troupe.learner.status.RunEvent;
import io.troupe.learner.status.RunEvent.Kind;
import io.troupe.learner.status.RunEvents;
import io.troupe.proto.ActorStatus;
import io.troupe.proto.Directory;
import io.troupe.proto.DirectoryEntry;
import io.troupe.proto.NodeRole;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemberEventsTest {
    @TempDir
    private Path folder;
    private RunEvents events;
    private MemberEvents members;

    @BeforeEach
    void open() {
        events = new RunEvents(folder.resolve("events.jsonl"), Clock.systemUTC(), () -> 0);
        members = new MemberEvents(events);
    }

    @Test
    void shouldTellWhoJoinsAndWhoIsGone() {
        members.onDirectory(directory(actor(4, false)));
        members.onDirectory(directory(actor(4, false)));
        members.onDirectory(directory());
        assertEquals(List.of("actor-4 (actor, node 4) joined", "actor-4 (actor, node 4) is gone"), messages());
        assertEquals(List.of(Kind.JOINED, Kind.LEFT), events.after(0).stream().map(RunEvent::kind).toList());
    }

    @Test
    void shouldTellWhoLeavesInOrder() {
        members.onDirectory(directory(actor(4, false), shard(3, false)));
        members.onDirectory(directory(actor(4, true), shard(3, true)));
        members.onDirectory(directory(shard(3, true)));
        members.onDirectory(directory());
        assertEquals(List.of("replay-3 (replay, node 3) drains: its lanes go to other shards",
            "actor-4 (actor, node 4) has left", "replay-3 (replay, node 3) has left"), messages().subList(2, 5));
    }

    @Test
    void shouldTellOfAFailingEnvironmentAtFirstAndWheneverThereAreTwiceAsManyErrors() {
        members.onDirectory(directory(actor(4, false)));
        for (int errors = 0; errors <= 100; errors++) {
            members.onActorStatus(status(errors));
            members.onActorStatus(status(errors));
        }
        assertEquals(8, events.after(0).size(), "joined, and 1, 2, 4, … 64 errors");
        assertEquals("actor-4 (actor, node 4): its environment has failed 1 time since it started; its log tells why",
            messages().get(1));
        assertEquals(Kind.PROBLEM, events.after(0).get(1).kind());
    }

    private List<String> messages() {
        return events.after(0).stream().map(RunEvent::message).toList();
    }

    private static ActorStatus status(int errors) {
        return ActorStatus.newBuilder().setNodeId(4).setEnvironmentErrors(errors).build();
    }

    private static DirectoryEntry actor(int nodeId, boolean isDraining) {
        return DirectoryEntry.newBuilder().setNodeId(nodeId).setNodeName("actor-" + nodeId).setRole(NodeRole.ACTOR)
            .setIsDraining(isDraining).build();
    }

    private static DirectoryEntry shard(int nodeId, boolean isDraining) {
        return actor(nodeId, isDraining).toBuilder().setNodeName("replay-" + nodeId).setRole(NodeRole.REPLAY).build();
    }

    private static Directory directory(DirectoryEntry... nodes) {
        return Directory.newBuilder().addAllNodes(List.of(nodes)).build();
    }
}
