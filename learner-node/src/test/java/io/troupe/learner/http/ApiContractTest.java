package io.troupe.learner.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the server answers is what its OpenAPI document says. */
@Timeout(60)
final class ApiContractTest {
    private static final String SECRET = "the-secret";
    private static ActorTestKit testKit;

    private final ObjectMapper mapper = new ObjectMapper();
    private final HttpClient client = HttpClient.newHttpClient();
    private final FakeRecords records = new FakeRecords();
    private final FakeLanes lanes = new FakeLanes();
    private final FakeReplay replay = new FakeReplay();
    private final FakePolicy policy = new FakePolicy();
    private DashboardServer server;
    private JsonNode document;

    @BeforeAll
    static void startSystem() {
        testKit = ActorTestKit.create();
    }

    @AfterAll
    static void stopSystem() {
        testKit.shutdownTestKit();
    }

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
        document = mapper.readTree(send("GET", "api/v1/openapi.json").body());
    }

    private DashboardServer serve() {
        return new DashboardServer(testKit.system(), new HttpSettings(true, "127.0.0.1", 0),
            FakeSources.of(() -> Snapshots.running(10), () -> true, replay, lanes, records, policy),
            new RecordedControl(), new HttpAccess(SECRET, true));
    }

    private HttpResponse<String> ask(String what, String body) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(server.url() + "v1/policy/" + what))
            .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void everyAnswerShouldBeAsDescribed() throws Exception {
        Set<String> checked = new HashSet<>();
        for (String path : List.of("/api/v1/status", "/api/v1/metrics", "/api/v1/log", "/api/v1/checkpoints",
            "/api/v1/config", "/api/v1/ledger", "/api/v1/attention", "/api/v1/attention/episodes", "/api/v1/replay",
            "/api/v1/replay/top", "/health/live", "/health/ready", "/api/v1/openapi.json")) {
            assertAnswers(path, path.substring(1), checked);
        }
        for (String command : List.of("pause", "resume", "checkpoint", "evaluate", "stop")) {
            String path = "/api/v1/control/" + command;
            assertValid(path, "post", "202", send("POST", path.substring(1)).body());
            checked.add(path);
        }
        assertAnswers("/api/v1/replay/shards/{node_id}", "api/v1/replay/shards/2?top=2", checked);
        assertAnswers("/api/v1/replay/steps/{store_id}/{key}", "api/v1/replay/steps/00000000000000ab/12", checked);
        for (String path : List.of("/api/v1/events", "/metrics")) {
            HttpResponse<InputStream> stream = client.send(request("GET", path.substring(1)),
                HttpResponse.BodyHandlers.ofInputStream());
            stream.body().close();
            String type = stream.headers().firstValue("Content-Type").orElse("none");
            document.get("paths").get(path).at("/get/responses/200/content").fieldNames().forEachRemaining(described ->
                assertTrue(type.startsWith(described), path + " has the type " + type));
            checked.add(path);
        }
        assertValid("/v1/policy/act", "post", "200", ask("act", "{\"observation\":[1,2,3,4]}").body());
        assertValid("/v1/policy/act", "post", "default", ask("act", "{}").body());
        assertValid("/v1/policy/sessions", "post", "default", ask("sessions", "").body());
        policy.network = "lstm";
        try (DashboardServer remembering = serve()) {
            HttpResponse<String> begun = client.send(HttpRequest.newBuilder(URI.create(remembering.url()
                + "v1/policy/sessions")).POST(HttpRequest.BodyPublishers.noBody()).build(),
                HttpResponse.BodyHandlers.ofString());
            assertEquals(201, begun.statusCode(), begun.body());
            assertValid("/v1/policy/sessions", "post", "201", begun.body());
        }
        checked.addAll(List.of("/v1/policy/act", "/v1/policy/sessions"));
        Set<String> described = new HashSet<>();
        document.get("paths").fieldNames().forEachRemaining(described::add);
        assertEquals(described, checked);
    }

    @Test
    void everyErrorShouldBeAsDescribed() throws Exception {
        for (String path : List.of("nothing-here", "api/v1/metrics?by=weather", "api/v1/metrics?from=-1",
            "api/v1/metrics?from=2&to=1", "api/v1/metrics?resolution=1", "api/v1/metrics?resolution=99999",
            "api/v1/log?after=x", "api/v1/attention?lane=99", "api/v1/control/pause")) {
            HttpResponse<String> response = send("GET", path);
            assertTrue(response.statusCode() >= 400 && response.statusCode() < 500, path);
            assertValid("/api/v1/status", "get", "default", response.body());
        }
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

    private void assertAnswers(String path, String asked, Set<String> checked) throws Exception {
        HttpResponse<String> response = send("GET", asked);
        assertEquals(200, response.statusCode(), path + ": " + response.body());
        assertValid(path, "get", "200", response.body());
        checked.add(path);
    }

    /** Also that nothing is told which is not described. */
    private void assertValid(String path, String method, String status, String body) throws Exception {
        JsonNode schema = document.get("paths").get(path).get(method).get("responses").get(status).get("content")
            .get("application/json").get("schema");
        var whole = mapper.createObjectNode();
        JsonNode components = document.get("components").deepCopy();
        components.get("schemas").elements().forEachRemaining(described -> {
            if (described.has("properties")) {
                ((ObjectNode) described).put("additionalProperties", false);
            }
        });
        whole.set("components", components);
        whole.set("allOf", mapper.createArrayNode().add(schema));
        Set<ValidationMessage> problems = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(whole).validate(mapper.readTree(body));
        assertEquals(Set.of(), problems, path);
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        return client.send(request(method, path), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest request(String method, String path) {
        return HttpRequest.newBuilder(URI.create(server.url() + path)).timeout(Duration.ofSeconds(20))
            .header("Authorization", "Bearer " + SECRET).method(method, HttpRequest.BodyPublishers.noBody()).build();
    }
}
