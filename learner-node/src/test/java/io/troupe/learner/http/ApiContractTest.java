package io.troupe.learner.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.common.config.HttpSettings;
import io.troupe.learner.inspection.LaneQueries.Lane;
import io.troupe.learner.inspection.ReplayQueries.Shard;
import io.troupe.learner.status.Snapshots;
import io.troupe.proto.AttentionInspection;
import io.troupe.proto.AttentiveDecision;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the server answers is what its OpenAPI document says. */
@Timeout(60)
final class ApiContractTest extends ServingSystem {
    private static final String SECRET = "the-secret";

    private final ObjectMapper mapper = new ObjectMapper();
    private final HttpClient client = HttpClient.newHttpClient();
    private final FakeRecords records = new FakeRecords();
    private final FakeLanes lanes = new FakeLanes();
    private final FakeReplay replay = new FakeReplay();
    private final FakePolicy policy = new FakePolicy();
    private DashboardServer server;

    @BeforeEach
    void open() throws Exception {
        records.attention = FakeRecords.watched();
        lanes.lanes.add(new Lane(7, 4, "actor-1", 0.1));
        lanes.told.put(7L, AttentionInspection.newBuilder().setNodeId(4).setLaneId(7).setWeightsVersion(3)
            .setDecision(AttentiveDecision.newBuilder().addQValues(1).addQValues(2).setDrawing("[ o ]")).build());
        Shard shard = new Shard(2, "replay-1", 0xab);
        replay.told.put(shard, FakeReplay.told(shard, 3, 1, 1));
        replay.steps.put(12L, FakeReplay.held(shard, 12));
        server = serve();
    }

    private DashboardServer serve() {
        return new DashboardServer(testKit.system(), new HttpSettings(true, "127.0.0.1", 0),
            FakeSources.of(() -> Snapshots.running(10), () -> true, replay, lanes, records, policy),
            new RecordedControl(), new HttpAccess(SECRET, true));
    }

    private HttpResponse<String> ask(String what, String body) throws Exception {
        return contract.send(HttpRequest.newBuilder(URI.create(server.url() + "v1/policy/" + what))
            .POST(HttpRequest.BodyPublishers.ofString(body)).build());
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shouldServeItsDocument() throws Exception {
        assertEquals(OpenApi.RUN.document(), send("GET", "api/v1/openapi.json").body());
    }

    @Test
    void everyAnswerShouldBeAsDescribed() throws Exception {
        for (String path : List.of("api/v1/status", "api/v1/metrics", "api/v1/log", "api/v1/checkpoints", "api/v1/config",
            "api/v1/ledger", "api/v1/attention", "api/v1/attention/episodes", "api/v1/replay", "api/v1/replay/top",
            "api/v1/replay/shards/2?top=2", "api/v1/replay/steps/00000000000000ab/12", "metrics", "health/live",
            "health/ready", "api/v1/openapi.json")) {
            assertStatus(200, send("GET", path));
        }
        for (String command : List.of("pause", "resume", "checkpoint", "evaluate", "stop")) {
            assertStatus(202, send("POST", "api/v1/control/" + command));
        }
        HttpResponse<InputStream> stream = client.send(request("GET", "api/v1/events"),
            HttpResponse.BodyHandlers.ofInputStream());
        stream.body().close();
        contract.hold("GET", "/api/v1/events", stream.statusCode(),
            stream.headers().firstValue("Content-Type").orElse(""), "a stream");
        assertStatus(200, ask("act", "{\"observation\":[1,2,3,4]}"));
        assertStatus(400, ask("act", "{}"));
        assertStatus(400, ask("sessions", ""));
        policy.network = "lstm";
        server.close();
        server = serve();
        assertStatus(201, ask("sessions", ""));
        assertEquals(contract.operations(), contract.successes());
    }

    @Test
    void everyErrorShouldBeAsDescribed() throws Exception {
        for (String path : List.of("nothing-here", "api/v1/metrics?by=weather", "api/v1/metrics?from=-1",
            "api/v1/metrics?from=2&to=1", "api/v1/metrics?resolution=1", "api/v1/metrics?resolution=99999",
            "api/v1/log?after=x", "api/v1/attention?lane=99", "api/v1/control/pause")) {
            int status = send("GET", path).statusCode();
            assertTrue(status >= 400 && status < 500, path);
        }
    }

    @Test
    void shouldFindWhatIsNotDescribed() {
        String error = "{\"code\":\"NOT_FOUND\",\"message\":\"\"}";
        contract.hold("GET", "/nothing", 404, "application/json", error);
        contract.hold("GET", "/health/live", 500, "application/json; charset=utf-8", error);
        assertRefused("/nothing", 200, "application/json", "{}");
        assertRefused("/nothing", 404, "text/plain", error);
        assertRefused("/nothing", 404, "application/json", "{}");
        assertRefused("/health/live", 204, "application/json", "{\"status\":\"live\"}");
        assertRefused("/health/live", 200, "application/json", "{\"status\":\"live\",\"more\":1}");
        assertRefused("/health/live", 200, "application/json", "no JSON");
    }

    private void assertRefused(String path, int status, String type, String body) {
        assertThrows(AssertionError.class, () -> contract.hold("GET", path, status, type, body), path + " " + body);
    }

    private static void assertStatus(int status, HttpResponse<String> response) {
        assertEquals(status, response.statusCode(), response.uri() + ": " + response.body());
    }

    @Test
    void shouldTellARangeOfTheHistoryInTheWantedResolution() throws Exception {
        JsonNode history = mapper.readTree(send("GET", "api/v1/metrics?by=time_s&from=5&to=20&resolution=2").body());
        assertEquals(1, history.get("points").size());
        assertEquals(0, mapper.readTree(send("GET", "api/v1/metrics?from=50000").body()).get("points").size());
    }

    @Test
    void shouldTellOnlyWhatHappenedAfterAnEvent() throws Exception {
        JsonNode events = mapper.readTree(send("GET", "api/v1/log?after=1").body());
        assertEquals(1, events.size());
        assertEquals("joined", events.get(0).get("kind").asText());
    }

    @Test
    void shouldMarkWhatDiffersFromTheDefaults() throws Exception {
        JsonNode settings = mapper.readTree(send("GET", "api/v1/config").body());
        for (JsonNode setting : settings) {
            boolean isChanged = setting.get("path").asText().equals("learning.batch-size");
            assertEquals(!isChanged, setting.get("is_default").asBoolean(), setting.toString());
        }
        assertTrue(settings.size() > 100, settings.size() + " settings");
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        return contract.send(request(method, path));
    }

    private HttpRequest request(String method, String path) {
        return HttpRequest.newBuilder(URI.create(server.url() + path)).timeout(Duration.ofSeconds(20))
            .header("Authorization", "Bearer " + SECRET).method(method, HttpRequest.BodyPublishers.noBody()).build();
    }
}
