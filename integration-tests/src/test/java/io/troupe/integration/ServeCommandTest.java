package io.troupe.integration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.integration.monitoring.Promtool;
import io.troupe.policy.Policy;
import io.troupe.testing.Await;
import io.troupe.testing.Python;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code troupe export} and {@code troupe serve}: from a run that was trained to answers over HTTP. */
@Tag("process")
class ServeCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern AT = Pattern.compile("at (http://127\\.0\\.0\\.1:\\d+)/v1/policy/act");
    private static final Pattern PROGRAM = Pattern.compile("```python\n(.*?)```", Pattern.DOTALL);
    private static final float TOLERANCE = 1e-5f;

    private final HttpClient client = HttpClient.newHttpClient();
    @TempDir
    private Path folder;

    @Test
    void shouldServeWhatARunHasLearnedAndGoOnWithNewerWeights() throws Exception {
        try (TroupeProcess server = served("cartpole", "mlp")) {
            String url = url(server);
            JsonNode answer = ask(url, "{\"observation\":[0.01,-0.02,0.03,-0.04]}");
            float[] expected = {0.01f, -0.02f, 0.03f, -0.04f};
            try (Policy policy = Policy.load(folder.resolve("policy.zip"))) {
                assertArrayEquals(policy.act(expected).qValues(), qValues(answer), TOLERANCE);
                assertEquals(policy.act(expected).action(), answer.get("action").asInt());
                assertEquals(policy.weightsVersion(), answer.get("weights_version").asLong());
            }
            export("latest");
            long newer;
            try (Policy policy = Policy.load(folder.resolve("policy.zip"))) {
                newer = policy.weightsVersion();
            }
            Await.until("the newer weights are served", TroupeProcess.LIMIT, server::evidence,
                () -> ask(url, "{\"observation\":[0,0,0,0]}").get("weights_version").asLong() == newer);

            TroupeProcess second = TroupeProcess.run(folder, "serve", "policy.zip", "--port",
                Integer.toString(URI.create(url).getPort()));
            second.assertTells(3, "is taken by another program: choose one with --port PORT");
            server.interrupt();
            assertEquals(0, server.awaitExit(TroupeProcess.LIMIT), server::evidence);
        }
    }

    @Test
    void promtoolShouldFindNothingToMendInWhatAServedPolicyTells() throws Exception {
        Promtool.assumeThere();
        try (TroupeProcess server = served("cartpole", "mlp")) {
            String url = url(server);
            ask(url, "{\"observation\":[0,0,0,0]}");
            Scraped told = new Scraped(URI.create(url).getPort());
            told.scrape();
            assertFalse(told.names("troupe_policy_").isEmpty());
            Promtool.assertNothingToMend(told.text());
        }
    }

    @Test
    void shouldRememberWhatASessionHasSeen() throws Exception {
        try (TroupeProcess server = served("masked-cartpole", "lstm")) {
            String url = url(server);
            String session = post(url, "sessions", "").get("session").asText();
            String body = "{\"observation\":[0.1,-0.1,1,0],\"session\":\"" + session + "\"";
            float[] first = qValues(ask(url, body + ",\"episode_start\":true}"));
            float[] second = qValues(ask(url, body + "}"));
            assertFalse(first[0] == second[0] && first[1] == second[1], "the second step is the first one again");
            assertArrayEquals(first, qValues(ask(url, body + ",\"episode_start\":true}")), TOLERANCE);
        }
    }

    @Test
    void shouldActWithTheWeightsOfARunThatGoesOn() throws Exception {
        try (TroupeRun run = TroupeRun.start(folder, "cartpole")) {
            String page = run.url().replaceAll("/$", "");
            RunFiles files = new RunFiles(run.folder());
            Await.until("it learns", TroupeProcess.LIMIT, () -> RunFiles.tail(run.folder().resolve("troupe.log")),
                () -> files.newest("learner_steps") > 50);
            long first = ask(page, "{\"observation\":[0,0,0,0]}").get("weights_version").asLong();
            Await.until("it acts with newer weights", TroupeProcess.LIMIT,
                () -> RunFiles.tail(run.folder().resolve("troupe.log")),
                () -> ask(page, "{\"observation\":[0,0,0,0]}").get("weights_version").asLong() > first);
        }
    }

    /** As the file's own README says. */
    @Test
    void shouldGiveTheSameQValuesInPyTorch() throws Exception {
        Python.assumeHas("torch, safetensors");
        train("cartpole", "mlp");
        export("best");
        unpack();
        Matcher program = PROGRAM.matcher(Files.readString(folder.resolve("README.md")));
        assertTrue(program.find());
        Files.writeString(folder.resolve("program.py"), program.group(1));
        String told = String.join("\n", Python.run(folder.resolve("program.py"), ""));
        try (Policy policy = Policy.load(folder.resolve("policy.zip"))) {
            float[] expected = policy.act(new float[4]).qValues();
            Matcher numbers = Pattern.compile("-?\\d+\\.\\d+(e-?\\d+)?").matcher(told);
            for (float value : expected) {
                assertTrue(numbers.find(), told);
                // PyTorch prints four digits after the point.
                assertEquals(value, Float.parseFloat(numbers.group()), 1e-4f, told);
            }
        }
    }

    private TroupeProcess served(String environment, String network) {
        train(environment, network);
        export("best");
        return TroupeProcess.start(folder, "serve", "policy.zip", "--port", "0");
    }

    private void train(String environment, String network) {
        TroupeProcess run = TroupeProcess.run(folder, "train", environment, "--network", network, "--run-dir", "run",
            "--no-http", "--steps", "4000", "--set", "replay.min-size-steps=500", "--set", "evaluation.episodes=5");
        assertEquals(0, run.exitStatus(), run::evidence);
    }

    private void export(String checkpoint) {
        TroupeProcess export =
            TroupeProcess.run(folder, "export", "run", "--to", "policy.zip", "--checkpoint", checkpoint);
        assertEquals(0, export.exitStatus(), export::evidence);
    }

    private void unpack() throws IOException {
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(folder.resolve("policy.zip")))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Files.write(folder.resolve(entry.getName()), zip.readAllBytes());
            }
        }
    }

    /** What it prints; null where it fails. */
    private static String url(TroupeProcess server) {
        Await.until("it serves", TroupeProcess.LIMIT, server::evidence, () -> AT.matcher(server.out()).find());
        Matcher at = AT.matcher(server.out());
        assertTrue(at.find());
        return at.group(1);
    }

    private JsonNode ask(String url, String body) {
        return post(url, "act", body);
    }

    private JsonNode post(String url, String what, String body) {
        try {
            HttpResponse<String> response = client.send(HttpRequest.newBuilder(URI.create(url + "/v1/policy/" + what))
                .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
            assertEquals(2, response.statusCode() / 100, response.body());
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static float[] qValues(JsonNode answer) {
        float[] values = new float[answer.get("q_values").size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = answer.get("q_values").get(i).floatValue();
        }
        return values;
    }
}
