package io.troupe.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.testing.Await;
import io.troupe.testing.Python;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Simulators in Python that ask a run for actions. */
@Tag("process")
class ExternalEnvironmentTest {
    @TempDir
    private Path folder;
    private final List<Process> simulators = new ArrayList<>();
    private int port;

    @BeforeEach
    void prepare() throws IOException {
        Python.assumeHas("json");
        copy("/external/cartpole.json", "cartpole.json");
        copy("/external/cartpole.py", "cartpole.py");
        copy("/io/troupe/actor/external/troupe_simulator.py", "troupe_simulator.py");
        port = Page.freePort();
    }

    @AfterEach
    void close() {
        simulators.forEach(Process::destroyForcibly);
    }

    @Test
    void shouldTrainOnSimulatorsThatComeAndGo() throws Exception {
        RunFiles run = new RunFiles(folder.resolve("run"));
        try (TroupeProcess troupe = TroupeProcess.start(folder, "train", "external:cartpole.json", "--lanes", "2",
            "--env-set", "port=" + port, "--env-set", "silence-s=20", "--steps", "1500",
            "--set", "replay.min-size-steps=200", "--set", "evaluation.episodes=2", "--run-dir", "run",
            "--no-http").showing(run)) {
            Process first = simulate("first.json");
            simulate("second.json");
            Await.until("the first simulator's steps", TroupeProcess.LIMIT, troupe::evidence,
                () -> known("first.json").path("total").asInt() > 100);
            first.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            String session = known("first.json").get("session").asText();
            assertRefusals(session);
            simulate("first.json");
            assertEquals(0, troupe.awaitExit(TroupeProcess.LIMIT), troupe::evidence);
            JsonNode first2 = known("first.json");
            assertEquals(1, first2.get("resumed").asInt());
            assertEquals(session, first2.get("session").asText());
            int both = first2.get("total").asInt() + known("second.json").get("total").asInt();
            JsonNode summary = run.summary();
            assertTrue(summary.get("env_steps").asInt() >= 1500 && both >= 1500, () -> summary + " " + both);
            assertTrue(summary.get("learner_steps").asInt() > 0, summary::toString);
            assertEquals(2, summary.get("final_eval_episodes").asInt(), summary::toString);
            assertEquals(0, Books.assertBalanced(run));
        }
        for (Process simulator : simulators) {
            assertTrue(simulator.waitFor(30, TimeUnit.SECONDS), "a simulator has not ended");
        }
        assertTrue(Files.readString(folder.resolve("second.json.txt")).contains("ENDING"),
            () -> "the end was not told to the simulator");
    }

    @Test
    void shouldTellOfASchemaThatIsNotThere() {
        TroupeProcess.run(folder, "train", "external:none.json", "--run-dir", "none")
            .assertTells(2, "none.json", "cannot be read");
        TroupeProcess.run(folder, "train", "external:cartpole.json", "--env-set", "silence=1", "--run-dir", "none")
            .assertTells(2, "environment.options.silence = '1'", "silence-s");
    }

    private void assertRefusals(String session) throws IOException, InterruptedException {
        String step = "{\"session\": \"%s\", \"sequence\": %d, \"observe\": {\"reward\": 0, \"observation\": %s}}";
        String right = "[{\"name\": \"state\", \"values\": [0, 0, 0, 0]}]";
        assertTrue(post(step.formatted(session, 1, right)).contains("OUT_OF_SEQUENCE"));
        assertTrue(post(step.formatted("nobody", 1, right)).contains("UNKNOWN_SESSION"));
    }

    private String post(String step) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(url() + "/v1/external/steps"))
            .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(step)).build(),
            HttpResponse.BodyHandlers.ofString()).body();
    }

    private String url() {
        return "http://127.0.0.1:" + port;
    }

    private Process simulate(String file) throws IOException {
        Process process = new ProcessBuilder(Python.PROGRAM, "cartpole.py", url(), file).directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve(file + ".txt").toFile())).start();
        simulators.add(process);
        return process;
    }

    private JsonNode known(String file) {
        try {
            Path path = folder.resolve(file);
            return new ObjectMapper().readTree(Files.exists(path) ? Files.readString(path) : "{}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void copy(String resource, String name) throws IOException {
        try (InputStream in = ExternalEnvironmentTest.class.getResourceAsStream(resource)) {
            Files.copy(in, folder.resolve(name));
        }
    }
}
