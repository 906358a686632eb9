package io.troupe.learner.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.common.config.HttpSettings;
import io.troupe.learner.inspection.ReplayQueries.Shard;
import io.troupe.learner.status.Snapshots;
import io.troupe.proto.StepInspection;
import io.troupe.proto.StepPresence;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The view into the replay over a real socket, with shards that the test plays. */
@Timeout(60)
final class ReplayRoutesTest extends ServingSystem {
    private static final Shard ONE = new Shard(2, "replay-1", 0xabL);
    private static final Shard TWO = new Shard(3, "replay-2", -1L);

    private final FakeReplay replay = new FakeReplay();
    private DashboardServer server;

    @BeforeEach
    void open() {
        replay.told.put(ONE, FakeReplay.told(ONE, 3, 1, 1));
        replay.told.put(TWO, FakeReplay.told(TWO, 4, 2, 2));
        server = new DashboardServer(testKit.system(), new HttpSettings(true, "127.0.0.1", 0),
            FakeSources.of(() -> Snapshots.running(10), () -> true, replay), new RecordedControl(),
            new HttpAccess("secret", true));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return contract.send(HttpRequest.newBuilder(URI.create(server.url() + "api/v1/replay" + path))
            .timeout(Duration.ofSeconds(20)).build());
    }

    private JsonNode json(String path) throws Exception {
        HttpResponse<String> response = get(path);
        assertEquals(200, response.statusCode(), response.body());
        assertEquals("nosniff", response.headers().firstValue("X-Content-Type-Options").orElse(""));
        return new ObjectMapper().readTree(response.body());
    }

    @Test
    void shouldTellAllShardsAndWhatTheyAreTogether() throws Exception {
        JsonNode all = json("");
        JsonNode total = all.get("total");
        assertEquals(2, total.get("shards").asInt());
        assertEquals(9 / 20.0, total.get("fill").asDouble());
        assertEquals(7, total.get("samplable_windows").asInt());
        assertEquals(11, total.get("priority_mass").asDouble());
        assertEquals(121.0 / 19, total.get("effective_sample_size").asDouble(), 1e-12);
        assertEquals((3.0 + 4 * 2) / 7, total.get("mean_age_records").asDouble(), 1e-12);
        assertEquals((3 * 1 + 8 * 2.0) / 11, total.get("mean_drawn_age_records").asDouble(), 1e-12);
        assertEquals(2, total.get("priorities").size());
        assertEquals(3 / 11.0, total.get("priorities").get(0).get("draw_share").asDouble(), 1e-12);
        assertEquals(1, total.get("times_sampled_windows").size(), "the same bucket of both");
        assertEquals(7, total.get("times_sampled_windows").get(0).get("windows").asInt());
        JsonNode two = all.get("shards").get(1);
        assertEquals("replay-2", two.get("name").asText());
        assertEquals("ffffffffffffffff", two.get("store_id").asText());
        assertEquals(4, two.get("effective_sample_size").asDouble(), "equal masses: as many as there are");
    }

    @Test
    void whoTakesAnOlderAnswerShouldBeToldWhatOthersWere() throws Exception {
        assertEquals(2, json("?max_age_s=60").get("total").get("shards").asInt());
        replay.told.remove(TWO);
        assertEquals(2, json("?max_age_s=60").get("total").get("shards").asInt());
        assertEquals(1, json("").get("total").get("shards").asInt());
        assertEquals(1, json("?max_age_s=60").get("total").get("shards").asInt());
    }

    @Test
    void shouldTellOneShard() throws Exception {
        JsonNode one = json("/shards/2?top=2");
        assertEquals("replay-1", one.get("name").asText());
        assertEquals(3, one.get("samplable_windows").asInt());
        assertEquals(2, one.get("top").size());
        assertEquals("00000000000000ab/10", one.get("top").get(0).get("step").asText());
    }

    @Test
    void shouldTellTheTopOfAllShardsHighestFirst() throws Exception {
        JsonNode top = json("/top?k=5").get("top");
        assertEquals(5, top.size());
        assertEquals("replay-2", top.get(3).get("shard").asText());
        assertEquals(2 / 11.0, top.get(3).get("draw_probability").asDouble(), 1e-12);
        assertEquals("replay-1", top.get(4).get("shard").asText());
        assertEquals(7, json("/top").get("top").size());
    }

    @Test
    void shouldTellAStepAsItsColumns() throws Exception {
        replay.steps.put(12L, FakeReplay.held(TWO, 12));
        JsonNode step = json("/steps/ffffffffffffffff/12");
        assertEquals("replay-2", step.get("shard").asText());
        assertEquals("[\"terminated\"]", step.get("flags").toString());
        assertEquals(1.5, step.get("priority").asDouble());
        assertEquals("[\"ffffffffffffffff/12\"]", step.get("window").toString());
        assertEquals("[1]", step.get("legal_actions").toString());
        assertEquals("[[1.0,-2.5],[\"NaN\",4.0]]", step.get("observations").get(0).get("values").toString());
        assertEquals("[1,0,1]", step.get("observations").get(1).get("values").toString());
        assertEquals(2136, step.get("observations").get(2).get("base64").asText().length());
        assertTrue(step.get("observations").get(3).get("values").isNull());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "/steps/00000000000000ab/5|404|EVICTED|replay-1 does not hold step 5 any more",
        "/steps/00000000000000ab/6|404|NEVER_THERE|replay-1 has given the key 6 to no step",
        "/steps/00000000000000ab/7|503|SHARD_SILENT|Shard replay-1 (node 2)",
        "/steps/00000000000000cd/7|404|NO_SUCH_STORE|there are 00000000000000ab, ffffffffffffffff",
        "/steps/17/7|400|BAD_REQUEST|storeId: got '17', expected the 16 hexadecimal digits",
        "/steps/00000000000000ab/-1|400|BAD_REQUEST|key: got '-1', expected a whole number from 0",
        "/steps/00000000000000ab/x|400|BAD_REQUEST|key: got 'x'",
        "/steps/00000000000000ab|404|NOT_FOUND|/steps/{storeId}/{key}",
        "/shards/9|404|NO_SUCH_SHARD|there are 2 (replay-1), 3 (replay-2)",
        "/shards/me|400|BAD_REQUEST|nodeId: got 'me'",
        "/shards/2?top=-3|400|BAD_REQUEST|top: got '-3', expected a whole number from 0 to 1000",
        "/top?k=1001|400|BAD_REQUEST|k: got '1001', expected a whole number from 0 to 1000",
        "?max_age_s=61|400|BAD_REQUEST|max_age_s: got '61', expected a whole number from 0 to 60",
        "/top?k=|400|BAD_REQUEST|k: got ''",
        "/nothing|404|NOT_FOUND|There is nothing at /api/v1/replay/nothing",
    })
    void shouldSayWhatIsWrong(String path, int status, String code, String words) throws Exception {
        replay.steps.put(5L, StepInspection.newBuilder().setKey(5).setPresence(StepPresence.EVICTED).build());
        replay.steps.put(6L, StepInspection.newBuilder().setKey(6).setPresence(StepPresence.NEVER_THERE).build());
        HttpResponse<String> response = get(path);
        JsonNode problem = new ObjectMapper().readTree(response.body());
        assertEquals(status, response.statusCode(), response.body());
        assertEquals(code, problem.get("code").asText());
        assertTrue(problem.get("message").asText().contains(words), problem.get("message").asText());
    }

    @Test
    void shouldNameTheShardThatIsSilent() throws Exception {
        replay.told.put(TWO, null);
        for (String path : new String[] {"", "/top", "/shards/3"}) {
            HttpResponse<String> response = get(path);
            assertEquals(503, response.statusCode(), path);
            assertTrue(response.body().contains("replay-2 (node 3)"), response.body());
        }
        assertEquals(200, get("/shards/2").statusCode());
    }

    @Test
    void shouldTellAnEmptyReplayWhileThereIsNoShard() throws Exception {
        replay.told.clear();
        assertEquals(0, json("").get("total").get("effective_sample_size").asDouble());
        assertEquals(0, json("/top").get("top").size());
        assertTrue(get("/shards/2").body().contains("there are none at present"));
    }

    @Test
    void shouldTakeNothingButGet() throws Exception {
        HttpResponse<String> response = contract.send(
            HttpRequest.newBuilder(URI.create(server.url() + "api/v1/replay/top"))
                .POST(HttpRequest.BodyPublishers.noBody()).build());
        assertEquals(405, response.statusCode());
    }
}
