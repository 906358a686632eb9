package io.troupe.launcher.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each thing that can be wrong, on a run that is well but for it. */
class ChecksTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Crew FULL = new Crew(2, 2, List.of(), Map.of());
    private static final List<Disk> ROOM = List.of(new Disk("/runs", 50L << 30, 100L << 30));

    @Test
    void shouldFindNothingInARunThatIsWell() {
        assertEquals(List.of(), Examination.examine(observed(before(), now(), replay(5_000, 10_000), 0, ROOM)));
    }

    @Test
    void shouldFindNothingInAPausedRun() {
        ObjectNode paused = before();
        paused.put("is_paused", true);
        assertEquals(List.of(), Examination.examine(observed(paused, paused, replay(5_000, 10_000), 0, ROOM)));
    }

    record Fault(String code, String at, String value) {
    }

    /** JSON pointers into the second look, and what is there. */
    static Stream<Arguments> faults() {
        return Stream.of(
            new Fault("NO_SHARD", "/shards", "[]"), new Fault("NO_ACTOR", "/actors", "[]"),
            new Fault("DEAD_NODE", "/nodes", "[]"),
            new Fault("RESTARTED_NODE", "/nodes/0/node_id", "9"),
            new Fault("DEAD_SHARD", "/nodes/0/silent_s", "4.5"), new Fault("DEAD_ACTOR", "/nodes/2/silent_s", "4.5"),
            new Fault("EMPTY_INSERTS", "/env_steps", "1000"), new Fault("STALLED_LEARNER", "/learner_steps", "100"),
            new Fault("FROZEN_VERSION", "/weights_version", "10"),
            new Fault("FROZEN_ACTOR", "/actors/1/weights_version", "9"),
            new Fault("SLOW_ACTOR", "/actors/1/env_steps_per_s", "12"),
            new Fault("UNDRAWN_SHARD", "/shards/1/sampled_rows", "500"),
            new Fault("Q_BLOW_UP", "/evaluation/first_q", "1e6"),
            new Fault("REFUSED_DATA", "/shards/0/malformed_messages", "3"),
            new Fault("CLOCK_TROUBLE", "/time_s", "2")).map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void shouldNameWhatIsWrongAndItsLikelyCause(Fault fault) {
        ObjectNode now = now();
        set(now, fault.at(), fault.value());
        List<Finding> found = Examination.examine(observed(before(), now, replay(5_000, 10_000), 0, ROOM));
        assertTrue(found.stream().anyMatch(finding -> finding.code().equals(fault.code())
            && !finding.cause().isBlank()), () -> fault + " gave " + found);
    }

    @Test
    void shouldNameCollapsedPrioritiesClocksAndFullDisks() {
        assertEquals(List.of("COLLAPSED_PRIORITIES"), codes(replay(12, 10_000), 0, ROOM));
        assertEquals(List.of("CLOCK_SKEW"), codes(replay(5_000, 10_000), -61, ROOM));
        assertEquals(List.of(), codes(replay(5_000, 10_000), Double.NaN, ROOM));
        assertEquals(List.of("FULL_DISK"), codes(replay(5_000, 10_000), 0,
            List.of(new Disk("/dev/shm", 10L << 20, 64L << 20))));
    }

    @Test
    void shouldNamePrioritiesThatAreAllNextToNothingThoughTheyAreAllAlike() {
        ObjectNode now = now();
        set(now, "/shards/1/priority_mass", "9e-5");
        assertEquals("FAILURE VANISHED_PRIORITIES: the windows of replay-2 have a mean priority mass of 1.0e-07",
            told(Examination.examine(observed(before(), now, replay(10_000, 10_000), 0, ROOM))));
        set(now, "/shards/1/samplable_windows", "0");
        set(now, "/shards/1/priority_mass", "0");
        assertEquals("", told(Examination.examine(observed(before(), now, replay(10_000, 10_000), 0, ROOM))));
    }

    @Test
    void shouldNotTakeANodeThatDoesNotReportForSilent() {
        ObjectNode now = now();
        set(now, "/nodes/1/silent_s", "null");
        assertFalse(Examination.examine(observed(before(), now, replay(5_000, 10_000), 0, ROOM)).stream()
            .anyMatch(finding -> finding.code().startsWith("DEAD")));
    }

    @Test
    void shouldNameAShardThatHasLongBeenGone() {
        assertEquals("FAILURE MISSING_SHARD: 1 of 2 shards are in the run: replay-2 is gone and not back",
            told(without("shards", 2, 2, "replay-1 (replay, node 2) is gone", "replay-1 (replay, node 6) joined",
                "replay-2 (replay, node 3) is gone")));
    }

    @Test
    void shouldNotMissAShardThatHasDrained() {
        assertEquals("", told(without("shards", 2, 2, "replay-2 (replay, node 3) drains: its lanes go to other shards",
            "replay-2 (replay, node 3) has left")));
    }

    @Test
    void shouldOnlyWarnOfAShardThatHasNeverJoined() {
        assertEquals("WARNING MISSING_SHARD: 1 of 2 shards are in the run",
            told(without("shards", 2, 2, "replay-2 (replay, node 3) is gone", "the run begins")));
    }

    @Test
    void shouldNameActorsThatHaveLongBeenGone() {
        assertEquals("FAILURE MISSING_ACTOR: 1 of 3 actors are in the run: actor-2, actor-3 are gone and not back",
            told(without("actors", 2, 3, "actor-2 (actor, node 5) is gone", "actor-3 (actor, node 6) is gone")));
    }

    @Test
    void shouldNotMissAnActorThatWasToldToLeave() {
        assertEquals("", told(without("actors", 2, 2, "actor-2 (actor, node 5) has left")));
    }

    @Test
    void shouldOnlyWarnOfAnActorThatHasNeverJoined() {
        assertEquals("WARNING MISSING_ACTOR: 1 of 2 actors are in the run", told(without("actors", 2, 2)));
    }

    @Test
    void shouldWarnOfANodeThatDiesAgainAndAgain() {
        String gone = "actor-2 (actor, node 5) is gone";
        String back = "actor-2 (actor, node 6) joined";
        assertEquals("", told(without("actors", 2, 1, gone, back, gone, back)));
        assertEquals("WARNING DYING_NODE: actor-2 has died 3 times since the run was started",
            told(without("actors", 2, 1, gone, back, gone, back, gone, back)));
        assertEquals("", told(without("actors", 2, 1, gone, gone, gone, "the run begins", back)));
    }

    @Test
    void shouldTellOnceOfAShardThatHasLeftWhileItWasLookedAt() {
        ObjectNode before = before();
        ((ArrayNode) before.get("nodes")).addObject().put("name", "replay-2").put("role", "replay");
        ObjectNode now = now();
        ((ArrayNode) before.get("shards")).remove(1);
        ((ArrayNode) now.get("shards")).remove(1);
        assertEquals("FAILURE DEAD_NODE: replay-2 has left while it was looked at",
            told(Examination.examine(observed(before, now, replay(5_000, 10_000), 0, ROOM))));
    }

    @Test
    void shouldNotTakeANodeForDeadThatHasLeftInOrderWhileItWasLookedAt() {
        ObjectNode before = before();
        ((ArrayNode) before.get("nodes")).addObject().put("name", "actor-2").put("role", "actor");
        ObjectNode now = now();
        ((ArrayNode) now.get("actors")).remove(1);
        Crew crew = new Crew(2, 2, List.of(new Crew.Departed("actor-2", "actor", true)), Map.of());
        assertEquals("", told(Examination.examine(
            new Observed(before, now, 5, replay(5_000, 10_000), crew, new Observed.Host(0, ROOM)))));
    }

    @Test
    void shouldNotMindMoreNodesThanConfigured() {
        assertEquals("", told(without("actors", 1, 1, "actor-2 (actor, node 5) is gone")));
    }

    private static List<String> codes(ObjectNode replay, double skewS, List<Disk> disks) {
        return Examination.examine(observed(before(), now(), replay, skewS, disks)).stream().map(Finding::code).toList();
    }

    private static Observed observed(ObjectNode before, ObjectNode now, ObjectNode replay, double skewS,
                                     List<Disk> disks) {
        return new Observed(before, now, 5, replay, FULL, new Observed.Host(skewS, disks));
    }

    /** As the second look would find it with fewer nodes, which were not there at the first one either. */
    private static List<Finding> without(String kind, int configuredShards, int configuredActors, String... left) {
        ObjectNode before = before();
        ObjectNode now = now();
        ((ArrayNode) before.get(kind)).remove(1);
        ((ArrayNode) now.get(kind)).remove(1);
        ArrayNode log = JSON.createArrayNode();
        for (String message : left) {
            log.addObject().put("kind", message.equals("the run begins") ? "started" : "left").put("message", message);
        }
        Crew crew = Crew.of(node("[{\"path\": \"replay.shards\", \"value\": \"" + configuredShards
            + "\"}, {\"path\": \"actors.count\", \"value\": \"" + configuredActors + "\"}]"), log);
        return Examination.examine(
            new Observed(before, now, 5, replay(5_000, 10_000), crew, new Observed.Host(0, ROOM)));
    }

    private static String told(List<Finding> found) {
        return found.stream().map(finding -> finding.severity() + " " + finding.code() + ": " + finding.seen())
            .collect(Collectors.joining("; "));
    }

    private static ObjectNode before() {
        return status(10, 1_000, 100, 10, 500, 9);
    }

    private static ObjectNode now() {
        return status(15, 6_000, 1_300, 70, 9_000, 69);
    }

    private static ObjectNode status(int timeS, int envSteps, int learnerSteps, int version, int sampled, int acting) {
        return json("""
            {"time_s": %d, "env_steps": %d, "learner_steps": %d, "weights_version": %d, "is_paused": false,
             "starved_fraction": 0.1, "evaluation": {"first_q": 40.0, "discounted_return": 42.0},
             "nodes": [{"name": "replay-1", "role": "replay", "silent_s": 0.3},
                       {"name": "learner", "role": "learner", "silent_s": null},
                       {"name": "actor-1", "role": "actor", "silent_s": 0.2}],
             "shards": [{"node_id": 2, "name": "replay-1", "sampled_rows": %d, "samplable_windows": 900,
                         "priority_mass": 5.0, "malformed_messages": 0, "refused_priorities": 0, "is_limited": false},
                        {"node_id": 3, "name": "replay-2", "sampled_rows": %d, "samplable_windows": 900,
                         "priority_mass": 5.0, "malformed_messages": 0, "refused_priorities": 0, "is_limited": false}],
             "actors": [{"node_id": 4, "name": "actor-1", "lanes": 8, "env_steps_per_s": 500, "weights_version": %d},
                        {"node_id": 5, "name": "actor-2", "lanes": 8, "env_steps_per_s": 480, "weights_version": %d}]}
            """.formatted(timeS, envSteps, learnerSteps, version, sampled, sampled, acting, acting));
    }

    private static ObjectNode replay(int effective, int windows) {
        return json("{\"total\": {\"effective_sample_size\": " + effective + ", \"samplable_windows\": " + windows + "}}");
    }

    private static void set(ObjectNode status, String at, String value) {
        int slash = at.lastIndexOf('/');
        ((ObjectNode) status.at(at.substring(0, slash))).set(at.substring(slash + 1), node(value));
    }

    private static JsonNode node(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode json(String text) {
        return (ObjectNode) node(text);
    }
}
