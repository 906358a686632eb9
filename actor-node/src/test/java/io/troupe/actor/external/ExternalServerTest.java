package io.troupe.actor.external;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.common.environment.AwaitedEnvironment;
import io.troupe.common.environment.StepOutcome;
import io.troupe.common.schema.StepLayout;
import io.troupe.simulator.RefusedException;
import io.troupe.simulator.SimulatorClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExternalServerTest {
    private static final String SCHEMA = """
        {"observations": [{"name": "state", "type": "float32", "shape": [2]},
                          {"name": "doors", "type": "bit", "shape": [3]}], "actions": 2}""";
    private static final String MASKED = SCHEMA.replace("\"actions\": 2", "\"actions\": 2, \"has_action_mask\": true");
    private static final String OBSERVATION =
        "\"observation\": [{\"name\": \"state\", \"values\": [1, 2.5]}, {\"name\": \"doors\", \"packed\": \"AQAB\"}]";

    @TempDir
    Path folder;
    private AwaitedEnvironment environment;
    private Simulators simulators;
    private ExternalServer server;

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void shouldSpeakJson() throws Exception {
        start(Map.of());
        JsonNode session = body(post("sessions", "{}"));
        assertEquals(2, session.get("actions").asInt());
        assertEquals("doors", session.get("observations").get(1).get("name").asText());
        assertEquals("bit", session.get("observations").get(1).get("type").asText());
        String id = session.get("session").asText();
        environment.giveReset();
        CompletableFuture<HttpResponse<String>> first = CompletableFuture.supplyAsync(
            () -> unchecked("steps", "{\"session\": \"" + id + "\", \"sequence\": 1, \"reset\": {" + OBSERVATION + "}}"));
        StepOutcome outcome = outcome();
        environment.takeReset(outcome.observation());
        assertEquals(2.5f, outcome.observation().value(0, 1));
        assertEquals(1, outcome.observation().value(1, 0));
        assertEquals(0, outcome.observation().value(1, 1));
        environment.giveAction(1);
        JsonNode decision = body(first.get(20, TimeUnit.SECONDS));
        assertEquals("ACT", decision.get("state").asText());
        assertEquals(1, decision.get("action").asInt());
        assertEquals("1", decision.get("sequence").asText());
        HttpResponse<String> end = post("steps", "{\"session\": \"" + id
            + "\", \"sequence\": \"2\", \"end\": {\"reward\": 3, \"truncated\": true, " + OBSERVATION + "}}");
        assertEquals("OVER", body(end).get("state").asText());
        environment.takeStep(outcome.clear());
        assertEquals(3, outcome.reward());
        assertTrue(outcome.isTruncated());
    }

    @Test
    void shouldServeTheClientInJava() throws Exception {
        start(Map.of());
        CompletableFuture<String> simulator = CompletableFuture.supplyAsync(() -> {
            try {
                SimulatorClient client = client("");
                String actions = "" + client.reset(observation(1)).getAsInt();
                client = SimulatorClient.resume(address(), client.session(), client.sequence(), "", patience());
                actions += client.observe(0.5f, observation(2)).getAsInt();
                client.end(1, observation(3), false);
                client.leave();
                return actions;
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        StepOutcome outcome = outcome();
        environment.reset(outcome.observation());
        environment.step(1, outcome.clear());
        assertEquals(0.5f, outcome.reward());
        environment.step(0, outcome.clear());
        assertTrue(outcome.isTerminated());
        assertEquals(3, outcome.observation().value(0, 0));
        assertEquals("10", simulator.get(20, TimeUnit.SECONDS));
    }

    @Test
    void shouldTakeTheLegalActionsWithEachObservation() throws Exception {
        start(MASKED, Map.of());
        assertTrue(body(post("sessions", "{}")).get("has_action_mask").asBoolean());
        CompletableFuture<String> simulator = CompletableFuture.supplyAsync(() -> {
            try {
                SimulatorClient client = client("");
                String actions = "" + client.reset(observation(1), 1).getAsInt();
                actions += client.observe(0.5f, observation(2), 0, 1).getAsInt();
                client.end(1, observation(3), true, 0);
                return actions + client.reset(observation(4), 0).getAsInt();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        StepOutcome outcome = outcome();
        environment.reset(outcome.observation());
        assertLegal(outcome, false, true);
        environment.step(1, outcome.clear());
        assertLegal(outcome, true, true);
        environment.step(0, outcome.clear());
        assertTrue(outcome.isTruncated());
        assertLegal(outcome, true, false);
        environment.reset(outcome.observation());
        assertEquals(4, outcome.observation().value(0, 0));
        environment.giveAction(0);
        assertEquals("100", simulator.get(20, TimeUnit.SECONDS));
    }

    private static void assertLegal(StepOutcome outcome, boolean first, boolean second) {
        assertEquals(first, outcome.observation().isLegal(0));
        assertEquals(second, outcome.observation().isLegal(1));
    }

    @Test
    void shouldRefuseLegalActionsThatCannotBe() throws Exception {
        start(MASKED, Map.of());
        String step = "{\"session\": \"" + body(post("sessions", "{}")).get("session").asText()
            + "\", \"sequence\": 1, \"reset\": {" + OBSERVATION;
        assertRefused(400, "BAD_REQUEST", "legal_actions is empty, expected one at least of 0 … 1",
            post("steps", step + "}}"));
        assertRefused(400, "BAD_REQUEST", "legal_actions has 2, expected some of 0 … 1",
            post("steps", step + ", \"legal_actions\": [0, 2]}}"));
        server.close();
        start(Map.of());
        step = step.replaceFirst("session\": \"[^\"]*", "session\": \""
            + body(post("sessions", "{}")).get("session").asText());
        assertRefused(400, "BAD_REQUEST", "legal_actions is [0], expected none",
            post("steps", step + ", \"legal_actions\": [0]}}"));
    }

    @Test
    void shouldTellWhatIsWrong() throws Exception {
        start(Map.of());
        String id = body(post("sessions", "{}")).get("session").asText();
        String step = "{\"session\": \"" + id + "\", \"sequence\": 1, ";
        assertRefused(400, "BAD_REQUEST", "the body is no JSON", post("steps", "{"));
        assertRefused(400, "BAD_REQUEST", "the body is [1], expected a JSON object", post("steps", "[1]"));
        assertRefused(400, "BAD_REQUEST", "'reset.mask' is nothing that is known here, expected observation",
            post("steps", step + "\"reset\": {\"mask\": [true]}}"));
        assertRefused(400, "BAD_REQUEST", "observe is {}, expected one of reset, observe, end, leave alone",
            post("steps", step + "\"reset\": {}, \"observe\": {}}"));
        assertRefused(400, "BAD_REQUEST", "observation has 0 columns, expected 2: [state, doors]",
            post("steps", step + "\"reset\": {}}"));
        assertRefused(400, "BAD_REQUEST", "reset.observation[0].values[1] is \"NaN\", expected a finite number",
            post("steps", step + "\"reset\": {\"observation\": [{\"name\": \"state\", \"values\": [1, \"NaN\"]}]}}"));
        assertRefused(400, "BAD_REQUEST", "'state' has 1 values, expected 2 for shape [2]",
            post("steps", step + "\"reset\": {" + OBSERVATION.replace("[1, 2.5]", "[1]") + "}}"));
        assertRefused(400, "BAD_REQUEST", "'doors' has 2.0 as element 0, expected 0 or 1",
            post("steps", step + "\"reset\": {" + OBSERVATION.replace("AQAB", "AgAB") + "}}"));
        assertRefused(400, "BAD_REQUEST", "sequence is \"one\", expected a whole number",
            post("steps", step.replace("\"sequence\": 1", "\"sequence\": \"one\"") + "\"leave\": {}}"));
        assertRefused(404, "NOT_FOUND", "/v1/external/steps", post("act", "{}"));
        assertRefused(404, "UNKNOWN_SESSION", "'x'", post("steps", "{\"session\": \"x\", \"sequence\": 1, \"leave\": {}}"));
        assertRefused(415, "CONTENT_TYPE", "text/plain", send("sessions", "{}", Map.of("Content-Type", "text/plain")));
        RefusedException refused = assertThrows(RefusedException.class,
            () -> client("").reset(Map.of("state", new float[2], "windows", new float[3])));
        assertEquals("BAD_REQUEST", refused.code());
        assertTrue(refused.getMessage().contains("'doors'"), refused.getMessage());
    }

    @Test
    void shouldAskASimulatorWithoutALaneToComeAgain() throws Exception {
        start(Map.of());
        String id = body(post("sessions", "{}")).get("session").asText();
        HttpResponse<String> answer =
            post("steps", "{\"session\": \"" + id + "\", \"sequence\": 1, \"reset\": {" + OBSERVATION + "}}");
        assertRefused(503, "NO_LANE", "no lane is free", answer);
        assertEquals("1", answer.headers().firstValue("Retry-After").orElse(""));
    }

    @Test
    void shouldWantItsSecret() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "tell-nobody\n");
        start(Map.of("secret-file", secret.toString()));
        assertRefused(401, "UNAUTHORIZED", "secret", post("sessions", "{}"));
        assertEquals(401, assertThrows(RefusedException.class, () -> client("guessed")).status());
        assertTrue(!client("tell-nobody").session().isEmpty());
    }

    private void start(Map<String, String> options) throws IOException {
        start(SCHEMA, options);
    }

    private void start(String schema, Map<String, String> options) throws IOException {
        Path file = Files.writeString(folder.resolve("schema.json"), schema);
        Map<String, String> all = new HashMap<>(options);
        all.put("port", "0");
        ExternalOptions read = ExternalOptions.of(all);
        simulators = new Simulators(SchemaFile.read(file), read.silenceNs(), System::nanoTime);
        server = new ExternalServer(read, simulators);
        environment = simulators.seat();
    }

    private StepOutcome outcome() {
        StepLayout layout = new StepLayout(SchemaFile.read(folder.resolve("schema.json")));
        StepOutcome outcome = new StepOutcome(layout);
        outcome.observation().wrap(new UnsafeBuffer(new byte[layout.stride()]), 0);
        return outcome;
    }

    private static Map<String, float[]> observation(float value) {
        return Map.of("state", new float[] {value, 0}, "doors", new float[] {0, 1, 1});
    }

    private SimulatorClient client(String secret) throws IOException, InterruptedException {
        return SimulatorClient.join(address(), "tested", secret, patience());
    }

    private static Duration patience() {
        return Duration.ofSeconds(10);
    }

    private URI address() {
        return URI.create(server.url());
    }

    private HttpResponse<String> unchecked(String path, String body) {
        try {
            return post(path, body);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(path, body, Map.of("Content-Type", "application/json"));
    }

    private HttpResponse<String> send(String path, String body, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + "/v1/external/" + path))
            .timeout(Duration.ofSeconds(20)).POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode body(HttpResponse<String> response) throws IOException {
        return new ObjectMapper().readTree(response.body());
    }

    private static void assertRefused(int status, String code, String part, HttpResponse<String> response)
            throws IOException {
        assertEquals(status, response.statusCode(), response.body());
        assertEquals(code, body(response).get("code").asText(), response.body());
        assertTrue(body(response).get("message").asText().contains(part), response.body());
    }
}
