package io.troupe.learner.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.learner.status.PolicySource;
import io.troupe.policy.Policy;
import io.troupe.policy.PolicyOptions;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class LivePolicyTest {
    private static final byte[] QUESTION = "{\"observation\":[0.5,-0.25,0.125,1]}".getBytes(StandardCharsets.UTF_8);
    private static final float[] NUMBERS = {0.5f, -0.25f, 0.125f, 1};
    private static final float TOLERANCE = 1e-5f;

    private final ApiContract contract = new ApiContract(OpenApi.RUN);
    private final ObjectMapper mapper = new ObjectMapper();
    private final FakePolicy learner = new FakePolicy();
    private long now;
    private final LivePolicy live = new LivePolicy(learner, () -> now);

    @AfterEach
    void close() {
        live.close();
    }

    @Test
    void shouldActWithTheNewestWeightsAndFollowThemOnceASecond() throws Exception {
        assertEquals("", live.metricsText());
        assertAnsweredBy(1);
        learner.version = 2;
        now += 999_999_999;
        assertAnsweredBy(1);
        now++;
        assertAnsweredBy(2);
        assertTrue(live.metricsText().contains("troupe_policy_swaps_total 1"), live.metricsText());
    }

    @Test
    void shouldSayThatThereAreNoWeightsYetAndWhenItHasEnded() throws Exception {
        learner.version = PolicySource.NONE;
        assertEquals("NO_WEIGHTS", json(503, act()).get("code").asText());
        assertEquals("NO_WEIGHTS", json(503, session()).get("code").asText());
        learner.version = 3;
        assertAnsweredBy(3);
        live.close();
        assertEquals("NO_WEIGHTS", json(503, act()).get("code").asText());
    }

    @Test
    void shouldRememberInSessionsAcrossNewWeights() throws Exception {
        learner.network = "lstm";
        String session = json(201, session()).get("session").asText();
        byte[] question = ("{\"observation\":[0.5,-0.25,0.125,1],\"session\":\"" + session + "\"}")
            .getBytes(StandardCharsets.UTF_8);
        json(200, act(question));
        learner.version = 2;
        now += 2_000_000_000;
        assertEquals(2, json(200, act(question))
            .get("weights_version").asInt());
    }

    private void assertAnsweredBy(long version) throws Exception {
        JsonNode answer = json(200, act());
        assertEquals(version, answer.get("weights_version").asLong());
        try (Policy policy = Policy.of(FakePolicy.of("mlp", version), PolicyOptions.DEFAULTS)) {
            float[] told = new float[3];
            for (int i = 0; i < told.length; i++) {
                told[i] = answer.get("q_values").get(i).floatValue();
            }
            assertArrayEquals(policy.act(NUMBERS).qValues(), told, TOLERANCE);
        }
    }

    private HttpResponse act() throws Exception {
        return act(QUESTION);
    }

    private HttpResponse act(byte[] question) throws Exception {
        return contract.held("POST", PolicyRoutes.ACT,
            live.act(question).toCompletableFuture().get(30, TimeUnit.SECONDS));
    }

    private HttpResponse session() {
        return contract.held("POST", PolicyRoutes.SESSIONS, live.session());
    }

    private JsonNode json(int status, HttpResponse response) throws Exception {
        String text = ((HttpEntity.Strict) response.entity()).getData().utf8String();
        assertEquals(status, response.status().intValue(), text);
        return mapper.readTree(text);
    }
}
