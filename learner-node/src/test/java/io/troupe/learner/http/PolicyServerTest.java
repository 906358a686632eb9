package io.troupe.learner.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.common.config.HttpSettings;
import io.troupe.common.error.TroupeException;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.policy.Policy;
import io.troupe.policy.PolicyOptions;
import io.troupe.policy.PolicyPackage;
import io.troupe.policy.serving.ServingSettings;
import io.troupe.policy.serving.ServingSettings.Fallback;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Over a real socket. */
@Timeout(90)
final class PolicyServerTest {
    private static final String SECRET = "the-secret";
    private static final String OBSERVATION = "{\"observation\":[0.5,-0.25,0.125,1]}";
    private static final float[] NUMBERS = {0.5f, -0.25f, 0.125f, 1};
    private static final float TOLERANCE = 1e-5f;
    private static final int SWAPS = 100;

    @TempDir
    private Path folder;
    private final ApiContract contract = new ApiContract(OpenApi.POLICY);
    private final ObjectMapper mapper = new ObjectMapper();
    private Policy policy;
    private PolicyServer server;

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
            policy.close();
        }
    }

    @Test
    void shouldAnswerAsThePolicyDoesInProcess() throws Exception {
        serve("mlp", settings(Duration.ofSeconds(10), Fallback.ERROR));
        JsonNode answer = json(200, post("act", OBSERVATION));
        assertEquals(policy.act(NUMBERS).action(), answer.get("action").asInt());
        assertArrayEquals(policy.act(NUMBERS).qValues(), qValues(answer), TOLERANCE);
        assertEquals(1, answer.get("weights_version").asInt());
        assertFalse(answer.get("fallback").asBoolean());
        JsonNode many = json(200, post("act", "{\"observations\":[" + OBSERVATION
            + ",{\"observation\":{\"state\":[0,0,0,0]},\"mask\":[false,true,false],\"epsilon\":1}]}"));
        assertEquals(2, many.get("answers").size());
        assertEquals(1, many.get("answers").get(1).get("action").asInt());
        HttpResponse<String> metrics = get("/metrics");
        assertTrue(metrics.body().contains("troupe_policy_request_seconds_count 2"), metrics.body());
        assertTrue(metrics.headers().firstValue("X-Content-Type-Options").isPresent());
    }

    @Test
    void shouldServeTheDocumentOfAllThatItAnswers() throws Exception {
        serve("lstm", settings(Duration.ofSeconds(10), Fallback.ERROR));
        assertEquals(OpenApi.POLICY.document(), get("/v1/openapi.json").body());
        String session = json(201, post("sessions", "")).get("session").asText();
        json(200, post("act", OBSERVATION.replace("}", ",\"session\":\"" + session + "\"}")));
        Path file = folder.resolve("new.zip");
        FakePolicy.of("lstm", 2).write(file);
        json(200, postBytes(Files.readAllBytes(file), SECRET));
        for (String path : List.of("/metrics", "/health/live", "/health/ready")) {
            assertEquals(200, get(path).statusCode(), path);
        }
        assertEquals(contract.operations(), contract.successes());
    }

    @Test
    void shouldWantTheSecretForReadingBeyondLoopback() throws Exception {
        policy = Policy.of(FakePolicy.of("mlp", 1), new PolicyOptions(8, 1, 1));
        server = new PolicyServer(policy, settings(Duration.ofSeconds(10), Fallback.ERROR),
            new HttpSettings(true, "127.0.0.1", 0), Optional.of(SECRET), false);
        for (String path : List.of("/metrics", "/v1/openapi.json", "/nothing")) {
            assertEquals("UNAUTHORIZED", json(401, get(path)).get("code").asText(), path);
        }
        assertEquals("UNAUTHORIZED", json(401, post("act", OBSERVATION)).get("code").asText());
        assertEquals(200, get("/health/ready").statusCode());
    }

    @Test
    void shouldSayWhatIsWrongWithARequest() throws Exception {
        serve("mlp", settings(Duration.ofSeconds(10), Fallback.ERROR));
        for (String body : List.of("{", "[]", "{}", "{\"observation\":[1,2,3]}", "{\"observation\":[1,2,3,4,5]}",
            "{\"observation\":[1,2,3,\"x\"]}", "{\"observation\":[1,2,3,4],\"mask\":[true]}",
            "{\"observation\":[1,2,3,4],\"mask\":[false,false,false]}", "{\"observation\":[1,2,3,4],\"epsilon\":2}",
            "{\"observation\":[1,2,3,4],\"session\":\"x\"}", "{\"observation\":[1,2,3,4],\"session\":7}",
            "{\"observation\":[1,2,3,4],\"mask\":[\"no\",true,true]}", "{\"observation\":[1,2,3,4],\"mask\":[0,1,1]}",
            "{\"observation\":[1,2,3,4],\"episode_start\":\"true\"}", "{\"observation\":[1,2,3,4],\"masks\":null}",
            "{\"observations\":[{\"observation\":[1,2,3,4]}],\"epsilon\":0.1}", "{\"observations\":[]}",
            "{\"observation\":[1,2,3,1e99]}")) {
            JsonNode problem = json(400, post("act", body));
            assertEquals("BAD_REQUEST", problem.get("code").asText(), body);
            assertFalse(problem.get("message").asText().isEmpty());
        }
        assertEquals("TOO_LARGE", json(413, post("act", " ".repeat((4 << 20) + 1))).get("code").asText());
        for (String path : List.of("/v1/policy", "/v1/policy/act/x", "/other/act")) {
            assertEquals("NOT_FOUND", json(404, get(path)).get("code").asText());
        }
        assertEquals("METHOD_NOT_ALLOWED", json(405, get("/v1/policy/act")).get("code").asText());
        assertEquals(401, post("weights", "x").statusCode());
        assertEquals(422, postBytes(new byte[9], SECRET).statusCode());
        assertEquals(403, postBytes(new byte[9], "other").statusCode());
    }

    @Test
    void shouldInsistOnAMaskForEachObservationOfAnEnvironmentThatHasThem() throws Exception {
        EnvironmentSchema schema = FakePolicy.SCHEMA;
        serve(FakePolicy.of("mlp", new EnvironmentSchema(schema.observations(), schema.actionCount(), true), 1),
            settings(Duration.ofSeconds(10), Fallback.ERROR));
        String masked = OBSERVATION.replace("}", ",\"mask\":[false,false,true]}");
        assertEquals(2, json(200, post("act", masked)).get("action").asInt());
        String expected = "mask is missing, expected 3 booleans, true for each action that is legal now: the environment "
            + "that this policy learned has an action mask";
        for (String body : List.of(OBSERVATION, OBSERVATION.replace("}", ",\"mask\":null}"))) {
            JsonNode problem = json(400, post("act", body));
            assertEquals("BAD_REQUEST", problem.get("code").asText());
            assertEquals(expected, problem.get("message").asText());
        }
        assertEquals("observations[1]: " + expected, json(400, post("act",
            "{\"observations\":[" + masked + "," + OBSERVATION + "]}")).get("message").asText());
    }

    @Test
    void shouldRememberInSessions() throws Exception {
        serve("lstm", settings(Duration.ofSeconds(10), Fallback.ERROR));
        String one = json(201, post("sessions", "")).get("session").asText();
        String body = "{\"observation\":[0.5,-0.25,0.125,1],\"session\":\"" + one + "\"";
        float[] first = qValues(json(200, post("act", body + "}")));
        float[] second = qValues(json(200, post("act", body + "}")));
        assertFalse(Arrays.equals(first, second));
        assertArrayEquals(first, qValues(json(200, post("act", body + ",\"episode_start\":true}"))), TOLERANCE);
        assertEquals("BAD_REQUEST", json(400, post("act", OBSERVATION)).get("code").asText());
        assertEquals("UNKNOWN_SESSION",
            json(404, post("act", body.replace(one, "0".repeat(32)) + "}")).get("code").asText());
        json(201, post("sessions", ""));
        assertEquals("TOO_MANY_SESSIONS", json(503, post("sessions", "")).get("code").asText());
    }

    @Test
    void shouldFallBackWhereItCannotAnswerInTime() throws Exception {
        serve("mlp", settings(Duration.ofMillis(20), Fallback.ACTION));
        synchronized (policy) {
            JsonNode answer = json(200, post("act", OBSERVATION));
            assertTrue(answer.get("fallback").asBoolean());
            assertEquals(2, answer.get("action").asInt());
            JsonNode masked = json(200, post("act",
                "{\"observation\":[0,0,0,0],\"mask\":[false,true,false]}"));
            assertEquals(1, masked.get("action").asInt(), "never a masked one");
        }
        close();
        serve("mlp", settings(Duration.ofMillis(20), Fallback.ERROR));
        synchronized (policy) {
            assertEquals("NOT_IN_TIME", json(503, post("act", OBSERVATION)).get("code").asText());
        }
    }

    @Test
    void shouldNeverFallBackOnAMaskThatAllowsNothing() throws Exception {
        serve("mlp", settings(Duration.ofMillis(20), Fallback.ACTION));
        synchronized (policy) {
            json(400, post("act", "{\"observation\":[0,0,0,0],\"mask\":[false,false,false]}"));
        }
    }

    @Test
    void shouldNameATakenPortAndTheWayOut() throws Exception {
        serve("mlp", settings(Duration.ofSeconds(10), Fallback.ERROR));
        HttpSettings taken = new HttpSettings(true, "127.0.0.1", server.boundPort());
        TroupeException refused = assertThrows(TroupeException.class, () -> new PolicyServer(policy,
            settings(Duration.ofSeconds(10), Fallback.ERROR), taken, Optional.empty(), true).close());
        assertEquals("HTTP port " + taken.port() + " on 127.0.0.1 is taken by another program: choose one with --port "
            + "PORT (0: any free one)", refused.getMessage());
    }

    @Test
    void shouldSwapUnderLoadWithoutAFailedOrMixedAnswer() throws Exception {
        serve("mlp", settings(Duration.ofSeconds(30), Fallback.ERROR));
        float[][] expected = new float[2][];
        byte[][] files = new byte[2][];
        for (int version = 0; version < 2; version++) {
            Path file = folder.resolve(version + ".zip");
            FakePolicy.of("mlp", version).write(file);
            files[version] = Files.readAllBytes(file);
            try (Policy one = Policy.load(file)) {
                expected[version] = one.act(NUMBERS).qValues();
            }
        }
        assertTrue(Math.abs(expected[0][0] - expected[1][0]) > 100 * TOLERANCE, "versions can be told apart");
        AtomicBoolean isDone = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<boolean[]>> asking = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            asking.add(threads.submit(() -> {
                boolean[] seen = new boolean[2];
                do {
                    JsonNode answer = json(200, post("act", OBSERVATION));
                    int version = answer.get("weights_version").asInt();
                    assertArrayEquals(expected[version], qValues(answer), TOLERANCE, "of version " + version);
                    seen[version] = true;
                } while (!isDone.get());
                return seen;
            }));
        }
        try {
            for (int swap = 0; swap < SWAPS; swap++) {
                assertEquals(swap % 2, json(200, postBytes(files[swap % 2], SECRET)).get("weights_version").asInt());
            }
        } finally {
            isDone.set(true);
            threads.shutdown();
        }
        boolean[] seen = new boolean[2];
        for (Future<boolean[]> one : asking) {
            seen[0] |= one.get()[0];
            seen[1] |= one.get()[1];
        }
        assertTrue(seen[0] && seen[1], "both versions answered");
    }

    private static ServingSettings settings(Duration deadline, Fallback fallback) {
        return new ServingSettings(8, Duration.ofNanos(100_000), 64, deadline, 2, Duration.ofMinutes(5), fallback, 2);
    }

    private void serve(String network, ServingSettings settings) {
        serve(FakePolicy.of(network, 1), settings);
    }

    private void serve(PolicyPackage learned, ServingSettings settings) {
        policy = Policy.of(learned, new PolicyOptions(8, 1, 1));
        server = new PolicyServer(policy, settings, new HttpSettings(true, "127.0.0.1", 0), Optional.of(SECRET), true);
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.boundPort() + path);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return contract.send(HttpRequest.newBuilder(uri(path)).build());
    }

    private HttpResponse<String> post(String what, String body) throws Exception {
        return contract.send(HttpRequest.newBuilder(uri("/v1/policy/" + what))
            .POST(HttpRequest.BodyPublishers.ofString(body)).build());
    }

    private HttpResponse<String> postBytes(byte[] body, String secret) throws Exception {
        return contract.send(HttpRequest.newBuilder(uri("/v1/policy/weights"))
            .header("Authorization", "Bearer " + secret).POST(HttpRequest.BodyPublishers.ofByteArray(body)).build());
    }

    private JsonNode json(int status, HttpResponse<String> response) throws Exception {
        assertEquals(status, response.statusCode(), response.body());
        return mapper.readTree(response.body());
    }

    private static float[] qValues(JsonNode answer) {
        float[] values = new float[answer.get("q_values").size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = answer.get("q_values").get(i).floatValue();
        }
        return values;
    }
}
