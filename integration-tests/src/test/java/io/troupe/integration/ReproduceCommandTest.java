package io.troupe.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code troupe reproduce}, shortened: its runs are processes that train and evaluate. */
@Tag("process")
class ReproduceCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private Path suite(String ends) throws IOException {
        return Files.writeString(folder.resolve("small.conf"), """
            claims = "CartPole is learned."
            environment = cartpole
            settings { evaluation.episodes = 20 }
            seeds = [1]
            %s
            entries = [{ network = mlp, floor { at-least = 475 }, measures { mean_length {} } }]
            """.formatted(ends));
    }

    private JsonNode results() throws IOException {
        return JSON.readTree(Files.readString(folder.resolve("out").resolve("results.json")));
    }

    @Test
    void shouldRunAShortenedSuiteOnce() throws IOException {
        suite("max-env-steps = 150000, wall-s = 50000");
        String[] command = {"reproduce", "small.conf", "--budget", "0.02", "--out", "out"};
        TroupeProcess first = TroupeProcess.run(folder, command);
        assertEquals(0, first.exitStatus(), first::evidence);
        RunFiles run = new RunFiles(folder.resolve("out").resolve("mlp-seed-1"));
        assertEquals(0, Books.assertBalanced(run));

        JsonNode entry = results().get("entries").get(0);
        assertTrue(results().get("holds").isNull(), "what is shortened shows nothing");
        assertEquals(3_000, entry.get("max_env_steps").asLong());
        JsonNode result = entry.get("runs").get(0);
        assertEquals("steps done", result.get("reason").asText());
        assertTrue(result.get("env_steps").asLong() >= 3_000, result::toString);
        assertTrue(result.get("learner_steps").asLong() > 0, result::toString);
        assertEquals(100, result.get("best").get("episodes").asInt());
        assertTrue(result.get("best").get("mean_return").asDouble() >= 8, result::toString);
        assertTrue(result.get("best").get("checkpoint").asText().startsWith("best-"), result::toString);
        assertEquals(20, result.get("last").get("episodes").asInt());
        assertTrue(result.get("curve").size() > 0, result::toString);
        String page = Files.readString(folder.resolve("out").resolve("results.md"));
        assertTrue(page.contains("\n| mlp | ≥ 475 | ") && page.contains("Shortened to 0.02 of the budget"), page);
        String picture = Files.readString(folder.resolve("out").resolve("results.svg"));
        assertTrue(picture.contains("<title>mlp-seed-1</title>"), picture);

        FileTime trained = Files.getLastModifiedTime(run.folder().resolve("summary.json"));
        TroupeProcess second = TroupeProcess.run(folder, command);
        assertEquals(0, second.exitStatus(), second::evidence);
        assertTrue(second.out().contains("1 of 1 runs are done, 0 begin"), second::evidence);
        assertEquals(trained, Files.getLastModifiedTime(run.folder().resolve("summary.json")));
    }

    @Test
    void shouldGoOnWithARunWhoseSupervisorWasKilledAndEndItInTime() throws IOException {
        suite("max-env-steps = 100000000, wall-s = 12");
        RunFiles run = new RunFiles(folder.resolve("out").resolve("mlp-seed-1"));
        try (TroupeProcess killed = TroupeProcess.start(folder, "reproduce", "small.conf", "--out", "out").showing(run)) {
            Await.until("the run to learn", TroupeProcess.LIMIT, killed::evidence, () -> run.newest("learner_steps") > 0);
            List<ProcessHandle> children = killed.handle().descendants().toList();
            assertEquals(1, children.size(), killed::evidence);
            killed.handle().destroyForcibly();
            Await.until("the run to end with its supervisor", TroupeProcess.LIMIT, killed::evidence,
                () -> children.stream().noneMatch(ProcessHandle::isAlive));
        }
        TroupeProcess again = TroupeProcess.run(folder, "reproduce", "small.conf", "--out", "out").showing(run);
        assertTrue(again.out().contains("mlp-seed-1 goes on"), again::evidence);
        JsonNode result = results().get("entries").get(0).get("runs").get(0);
        assertEquals("time over", result.get("reason").asText());
        assertEquals(2, result.get("starts").asInt());
        assertTrue(result.get("wall_s").asDouble() >= 12, result::toString);
    }
}
