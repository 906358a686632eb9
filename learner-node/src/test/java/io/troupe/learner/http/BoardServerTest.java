package io.troupe.learner.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.common.config.SettingsLoader;
import io.troupe.common.error.TroupeException;
import io.troupe.learner.status.MetricsLog;
import io.troupe.learner.status.RunFolder;
import io.troupe.learner.status.Snapshots;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class BoardServerTest {
    private final ApiContract contract = new ApiContract(OpenApi.BOARD);
    private final ObjectMapper mapper = new ObjectMapper();
    @TempDir
    private Path folder;

    @Test
    void shouldTellTheRunsOfAFolderAndFollowThem() throws Exception {
        Path first = run("a", 64, 10);
        run("b", 128, 20);
        Files.createDirectory(folder.resolve("no-run"));
        Files.createDirectory(folder.resolve("damaged"));
        Files.writeString(folder.resolve("damaged/metrics.jsonl"), "{}\n");
        try (BoardServer board = new BoardServer(folder, 0)) {
            JsonNode runs = mapper.readTree(get(board.url() + "api/v1/runs").body());
            assertEquals(2, runs.size());
            assertEquals("b", runs.get(0).get("name").asText(), "the newest first");
            assertEquals(80_000, runs.get(0).get("env_steps").asLong());
            assertFalse(runs.get(0).get("is_over").asBoolean());
            assertEquals(1, runs.get(0).get("evaluations").size());
            assertTrue(runs.get(0).get("settings").toString().contains("learning.batch-size"));

            Files.writeString(first.resolve("summary.json"), "{}");
            write(first, 30);
            JsonNode later = mapper.readTree(get(board.url() + "api/v1/runs").body()).get(1);
            assertTrue(later.get("is_over").asBoolean());
            assertEquals(120_000, later.get("env_steps").asLong());
        }
    }

    @Test
    void shouldServeItsPageAndNothingElse() throws Exception {
        try (BoardServer board = new BoardServer(folder, 0)) {
            HttpResponse<String> page = get(board.url());
            assertTrue(page.body().contains("/assets/board.js"));
            assertTrue(page.headers().firstValue("Content-Security-Policy").isPresent());
            assertEquals(200, get(board.url() + "assets/board.js").statusCode());
            assertEquals(404, get(board.url() + "api/v1/status").statusCode());
        }
    }

    @Test
    void shouldServeTheDocumentOfAllThatItAnswers() throws Exception {
        run("a", 128, 10);
        try (BoardServer board = new BoardServer(folder, 0)) {
            assertEquals(OpenApi.BOARD.document(), get(board.url() + "api/v1/openapi.json").body());
            JsonNode run = mapper.readTree(get(board.url() + "api/v1/runs").body()).get(0);
            assertFalse(run.get("settings").get(0).get("is_default").asBoolean(), run.toString());
            get(board.url() + "health/live");
            assertEquals(contract.operations(), contract.successes());
        }
    }

    @Test
    void shouldNameATakenPortAndTheWayOut() {
        try (BoardServer board = new BoardServer(folder, 0)) {
            int port = URI.create(board.url()).getPort();
            String message =
                assertThrows(TroupeException.class, () -> new BoardServer(folder, port).close()).getMessage();
            assertEquals("HTTP port " + port + " on 127.0.0.1 is taken by another program: choose one with --port PORT "
                + "(0: any free one)", message);
        }
    }

    @Test
    void shouldNameAFolderThatIsNone() {
        String message = assertThrows(TroupeException.class, () -> new BoardServer(folder.resolve("none"), 0).close())
            .getMessage();
        assertTrue(message.startsWith(folder.resolve("none") + " is no folder"), message);
    }

    private Path run(String name, int batchSize, double timeS) throws IOException {
        RunFolder run = RunFolder.create(new SettingsLoader(any -> "").set("run.directory=" + folder.resolve(name))
            .set("learning.batch-size=" + batchSize).load(), LocalDateTime.of(2026, 1, 1, 0, 0));
        write(run.path(), timeS);
        return run.path();
    }

    private static void write(Path run, double timeS) {
        try (MetricsLog log = new MetricsLog(run.resolve("metrics.jsonl"))) {
            log.write(Snapshots.running(timeS));
        }
    }

    private HttpResponse<String> get(String url) throws Exception {
        return contract.send(HttpRequest.newBuilder(URI.create(url)).build());
    }
}
