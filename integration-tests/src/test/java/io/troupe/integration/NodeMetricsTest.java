package io.troupe.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.integration.monitoring.Promtool;
import io.troupe.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Actors and shards with a process of their own tell their numbers themselves. */
@Tag("process")
class NodeMetricsTest {
    private static final Path PAGE = Path.of("../docs/metrics.md");
    private static final String NODES = "## An actor's and a shard's own";
    private static final Pattern NAME = Pattern.compile("`(troupe_[a-z0-9_]+)`");

    @TempDir
    private static Path folder;
    private static int port;
    private static Family family;

    @BeforeAll
    static void train() {
        port = Page.freePorts(4);
        family = Family.startEndless(new RunFiles(folder.resolve("scraped")), "--set", "metrics.port=" + port);
        family.awaitLearning();
    }

    @AfterAll
    static void end() {
        if (family == null) {
            return;
        }
        try (Family ending = family) {
            assertEquals(202, ending.page.stop(ending.run));
            assertEquals(0, ending.supervisor.awaitExit(TroupeProcess.LIMIT), ending.supervisor::evidence);
            ending.awaitNothingLeft();
        }
    }

    @Test
    void everyNodeShouldTellItsOwnNumbersAndWhetherItIsReady() throws IOException {
        Map<String, Scraped> nodes = Map.of("replay-1", new Scraped(port), "replay-2", new Scraped(port + 1),
            "actor-1", new Scraped(port + 2), "actor-2", new Scraped(port + 3));
        Set<String> told = new TreeSet<>();
        nodes.forEach((name, node) -> {
            assertEquals(200, node.status("/health/live"), name);
            assertEquals(200, node.status("/health/ready"), name);
            node.scrape();
            node.assertWellFormed();
            told.addAll(node.names("troupe_"));
            String role = name.replaceAll("-.*", "");
            String own = role.equals("actor") ? "troupe_actor_" : "troupe_replay_";
            Set<String> others = node.names("troupe_").stream().filter(other -> !other.startsWith(own)
                && !other.startsWith("troupe_node_")).collect(Collectors.toSet());
            assertEquals(Set.of(), others, name);
            String labels = "{node=\"" + name + "\",role=\"" + role + "\"}";
            assertEquals(1, node.value("troupe_node_ready" + labels), name);
            assertTrue(node.value("troupe_node_sent_messages_total" + labels) > 0, name);
            assertTrue(!node.names("jvm_memory_used_bytes").isEmpty(), name);
        });
        assertEquals(documented(), told);
        nodes.forEach((name, node) -> {
            JsonNode reportedNode = family.page.named("nodes", name);
            assertFalse(reportedNode.path("shares_process").asBoolean(true), name);
            assertTrue(reportedNode.path("process").path("heap_bytes").asLong() > 0, name);
            assertTrue(node.names("troupe_node_gc_pauses_total").size() == 1, name);
        });
        long reported = family.page.named("shards", "replay-1").path("stored_steps").asLong();
        Scraped shard = nodes.get("replay-1");
        shard.scrape();
        assertTrue(shard.value("troupe_replay_stored_steps_total{shard=\"replay-1\"}") >= reported);
        assertTrue(reported > 0);
        Scraped actor = nodes.get("actor-2");
        double before = actor.value("troupe_actor_produced_steps_total{actor=\"actor-2\"}");
        family.await("more steps of actor-2", () -> {
            actor.scrape();
            return actor.value("troupe_actor_produced_steps_total{actor=\"actor-2\"}") > before
                && actor.value("troupe_actor_env_steps_per_second{actor=\"actor-2\"}") > 0
                && actor.value("troupe_actor_weights_version{actor=\"actor-2\"}") > 0
                && actor.value("troupe_actor_mean_return{actor=\"actor-2\"}") > 0;
        });
    }

    @Test
    void promtoolShouldFindNothingToMendInWhatLearnerShardAndActorTell() throws IOException {
        Promtool.assumeThere();
        // Only what has been asked for a decision tells of it.
        assertEquals(200, family.page.act("{\"observation\": [0, 0, 0, 0]}"));
        for (Scraped node : List.of(family.page.scraped(), new Scraped(port), new Scraped(port + 2))) {
            node.scrape();
            Promtool.assertNothingToMend(node.text());
        }
    }

    @Test
    void aNodeThatFindsNoClusterShouldAnswerMeanwhile() {
        int own = Page.freePort();
        try (TroupeProcess actor = TroupeProcess.start(folder, "actor", "--set",
            "cluster.seeds=[\"127.0.0.1:" + Page.freePort() + "\"]", "--set", "metrics.port=" + own)) {
            Scraped node = new Scraped(own);
            Await.until("an answer", TroupeProcess.LIMIT, actor::evidence, () -> node.status("/health/live") == 200);
            assertEquals(503, node.status("/health/ready"));
            node.scrape();
            assertTrue(node.names("troupe_actor_").isEmpty());
            assertTrue(actor.err().contains("tells its metrics at http://127.0.0.1:" + own + "/metrics"),
                actor::evidence);
        }
    }

    /** All names that the page has for actors, for shards, and for every node. */
    private static Set<String> documented() throws IOException {
        String page = Files.readString(PAGE);
        assertTrue(page.contains(NODES));
        return NAME.matcher(page).results().map(result -> result.group(1))
            .filter(name -> name.matches("troupe_(actor|replay|node)_.*"))
            .collect(Collectors.toCollection(TreeSet::new));
    }
}
