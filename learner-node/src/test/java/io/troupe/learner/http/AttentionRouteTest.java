package io.troupe.learner.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import io.troupe.learner.inspection.LaneQueries.Lane;
import io.troupe.proto.AttentionInspection;
import io.troupe.proto.AttentionOver;
import io.troupe.proto.AttentionPart;
import io.troupe.proto.AttentiveDecision;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A live lane's decision, with lanes that the test plays. */
final class AttentionRouteTest {
    private final ApiContract contract = new ApiContract(OpenApi.RUN);
    private final FakeLanes lanes = new FakeLanes();
    private final AttentionRoute route = new AttentionRoute(lanes);

    @BeforeEach
    void open() {
        lanes.lanes.add(new Lane(1, 4, "actor-1", 0.4));
        lanes.lanes.add(new Lane(2, 4, "actor-1", 0.01));
        lanes.lanes.add(new Lane(8, 5, "actor-2", 0.001));
        lanes.lanes.add(new Lane(9, 5, "actor-2", 0.1));
        for (long lane : new long[] {1, 2, 8}) {
            lanes.told.put(lane, told(lane));
        }
    }

    /** The tenth decision of an episode of a network that remembers four steps: heads (¼, ¼, ¼, ¼) and (0, 1, 0, 0). */
    private static AttentionInspection told(long laneId) {
        byte[] weights = {0, 64, 0, 64, 0, 64, 0, 64, 0, 0, -1, -1, 0, 0, 0, 0};
        return AttentionInspection.newBuilder().setNodeId(4).setLaneId(laneId).setWeightsVersion(76)
            .setDecision(AttentiveDecision.newBuilder().setEpisode(3).setStep(9).setAction(1).addQValues(1.5f)
                .addQValues(Float.NaN).setDrawing("[=o=]")
                .addParts(AttentionPart.newBuilder().setPart("memory.layers.0").setOver(AttentionOver.STEPS).setHeads(2)
                    .setWeights(ByteString.copyFrom(weights)))
                .addParts(AttentionPart.newBuilder().setPart("encoder").setOver(AttentionOver.CELLS).setHeads(1)
                    .setWeights(ByteString.copyFrom(new byte[] {0, 0, -1, -1})))).build();
    }

    private HttpResponse get(String query) {
        HttpRequest request = HttpRequest.GET(AttentionRoute.PATH + query);
        return contract.held("GET", request.getUri().path(), route.handle(request).toCompletableFuture().join());
    }

    private static JsonNode json(HttpResponse response) throws Exception {
        return new ObjectMapper().readTree(((HttpEntity.Strict) response.entity()).getData().utf8String());
    }

    @Test
    void shouldTellWhatALaneLookedAt() throws Exception {
        HttpResponse response = get("?lane=2");
        assertEquals(200, response.status().intValue());
        assertEquals("{\"actor\":\"actor-1\",\"node_id\":4,\"lane_id\":2,\"epsilon\":0.01,\"weights_version\":76,"
            + "\"episode\":3,\"step\":9,\"action\":1,\"q_values\":[1.5,null],\"drawing\":\"[=o=]\",\"attention\":["
            + "{\"part\":\"memory.layers.0\",\"over\":\"steps\",\"first_step\":6,\"heads\":["
            + "{\"entropy_bits\":2.0,\"top\":0,\"top_step\":6,\"weights\":[0.25,0.25,0.25,0.25]},"
            + "{\"entropy_bits\":0.0,\"top\":1,\"top_step\":7,\"weights\":[0.0,1.0,0.0,0.0]}]},"
            + "{\"part\":\"encoder\",\"over\":\"cells\",\"heads\":["
            + "{\"entropy_bits\":0.0,\"top\":1,\"weights\":[0.0,1.0]}]}]}", json(response).toString());
    }

    @Test
    void shouldAskTheLaneThatExploresLeast() throws Exception {
        assertEquals(8, json(get("")).get("lane_id").asLong());
        assertEquals(2, json(get("?actor=actor-1")).get("lane_id").asLong());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "?lane=3|404|NO_SUCH_LANE|there are 1 (actor-1), 2 (actor-1), 8 (actor-2), 9 (actor-2)",
        "?actor=actor-3|404|NO_SUCH_LANE|there are 1 (actor-1)",
        "?lane=8&actor=actor-1|404|NO_SUCH_LANE|No actor has this lane",
        "?lane=x|400|BAD_REQUEST|lane: got 'x', expected the number of a lane",
        "?lane=9999999999999999999|400|BAD_REQUEST|lane: got",
        "?lane=9|503|LANE_SILENT|Lane 9 of actor-2 has made no decision",
        "/1|404|NOT_FOUND|There is nothing at /api/v1/attention/1",
    })
    void shouldSayWhatIsWrong(String query, int status, String code, String words) throws Exception {
        HttpResponse response = get(query);
        assertEquals(status, response.status().intValue());
        assertEquals(code, json(response).get("code").asText());
        assertTrue(json(response).get("message").asText().contains(words), json(response).toString());
    }

    @Test
    void shouldTellThatThereIsNoActor() throws Exception {
        lanes.lanes.clear();
        HttpResponse response = get("");
        assertEquals(404, response.status().intValue());
        assertTrue(json(response).get("message").asText().contains("none at present"), json(response).toString());
    }

    @Test
    void shouldNameSomeOfManyLanes() throws Exception {
        for (int lane = 100; lane < 200; lane++) {
            lanes.lanes.add(new Lane(lane, 6, "actor-3", 0.1));
        }
        String message = json(get("?lane=77")).get("message").asText();
        assertTrue(message.endsWith("111 (actor-3), …"), message);
    }
}
