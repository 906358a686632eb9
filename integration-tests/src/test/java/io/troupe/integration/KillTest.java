package io.troupe.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run with processes makes of {@code kill -9}. */
@Tag("process")
class KillTest {
    private static final int LANES = 8;

    @TempDir
    private Path folder;

    /** Nobody has chosen ports for the nodes' own numbers: each writes where it listens, a new process anew. */
    @Test
    void shouldGoOnWithoutAnActorAndTakeItInAgain() {
        RunFiles run = new RunFiles(folder.resolve("actor-killed"));
        try (Family family = Family.startEndless(run)) {
            family.awaitLearning();
            List.of("replay-1", "replay-2", "actor-1", "actor-2").forEach(name -> assertTellsThatItIsReady(run, name));
            int port = run.metricsPort("actor-1");
            JsonNode before = family.page.named("actors", "actor-1");
            long stepsBefore = family.page.status().get("env_steps").asLong();

            long killed = family.kill("actor-1");

            family.await("steps of the other actor",
                () -> family.page.status().path("env_steps").asLong() > stepsBefore + 100);
            family.await("actor-1 to be started again",
                () -> run.pid("actor-1") > 0 && run.pid("actor-1") != killed);
            family.await("actor-1 to step again, as another node", () -> {
                JsonNode now = family.page.named("actors", "actor-1");
                return now.path("produced_steps").asLong() > 0 && !now.get("node_id").equals(before.get("node_id"));
            });
            assertEquals(2, family.page.status().get("actors").size(), family.supervisor::evidence);
            family.await("an answer where its next process listens", () -> run.metricsPort("actor-1") != port
                && new Scraped(run.metricsPort("actor-1")).status("/health/ready") == 200);
            long lost = stop(family);
            assertTrue(lost <= LANES * run.maxUnacknowledgedRecords(),
                () -> lost + " steps were lost\n" + run.evidence());
        }
    }

    @Test
    void shouldGoOnWithoutAShardAndTakeItInAgainWithAllItsSteps() {
        RunFiles run = new RunFiles(folder.resolve("shard-killed"));
        try (Family family = Family.startEndless(run)) {
            family.awaitLearning();
            JsonNode before = family.page.named("shards", "replay-2");
            assertTrue(before.get("stored_steps").asLong() > 0, before::toString);

            long killed = family.kill("replay-2");
            long learnedBefore = family.page.status().get("learner_steps").asLong();

            family.await("replay-2 to be back", () -> {
                JsonNode now = family.page.named("shards", "replay-2");
                return now.has("node_id") && !now.get("node_id").equals(before.get("node_id"));
            });
            long learnedMeanwhile = family.page.status().get("learner_steps").asLong() - learnedBefore;
            assertTrue(learnedMeanwhile > 50,
                () -> learnedMeanwhile + " learner steps\n" + family.supervisor.evidence());
            assertTrue(run.pid("replay-2") != killed);
            JsonNode after = family.page.named("shards", "replay-2");
            assertTrue(after.get("stored_steps").asLong() >= before.get("stored_steps").asLong(),
                () -> before + " came back as " + after);
            family.await("new steps and rows of replay-2", () -> {
                JsonNode now = family.page.named("shards", "replay-2");
                return now.path("stored_steps").asLong() > after.get("stored_steps").asLong() + 200
                    && now.path("sampled_rows").asLong() > 200;
            });
            assertEquals(2, family.page.status().get("shards").size(), family.supervisor::evidence);
            assertEquals(0, stop(family), "every step that the shard did not acknowledge was sent again");
        }
    }

    @Test
    void shouldEndEverythingWhenTheSupervisorIsKilled() {
        RunFiles run = new RunFiles(folder.resolve("supervisor-killed"));
        try (Family family = Family.startEndless(run)) {
            family.awaitLearning();
            family.supervisor.handle().destroyForcibly();
            family.awaitNothingLeft();
        }
    }

    private static void assertTellsThatItIsReady(RunFiles run, String name) {
        Scraped node = new Scraped(run.metricsPort(name));
        assertEquals(200, node.status("/health/live"), name);
        assertEquals(200, node.status("/health/ready"), name);
        node.scrape();
        assertEquals(1, node.value("troupe_node_ready{node=\"" + name + "\",role=\"" + name.replaceAll("-.*", "") + "\"}"),
            name);
    }

    /** Ends the run over HTTP; returns how many steps were lost. */
    private static long stop(Family family) {
        assertEquals(202, family.page.stop(family.run));
        assertEquals(0, family.supervisor.awaitExit(TroupeProcess.LIMIT), family.supervisor::evidence);
        assertEquals("stopped over HTTP", family.run.summary().get("reason").asText());
        long lost = Books.assertBalanced(family.run);
        family.awaitNothingLeft();
        return lost;
    }
}
