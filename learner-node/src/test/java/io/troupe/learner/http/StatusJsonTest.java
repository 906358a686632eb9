package io.troupe.learner.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.learner.status.Snapshots;
import org.junit.jupiter.api.Test;

final class StatusJsonTest {
    private final ObjectMapper mapper = new ObjectMapper();

    @Test
    void shouldNameFieldsInSnakeCase() throws Exception {
        JsonNode json = mapper.readTree(StatusJson.write(Snapshots.running(10)));
        for (String name : new String[]{"run_id", "time_s", "env_steps_per_s", "mean_q", "policy_lag_mean",
            "best_eval_return", "goal_return", "is_paused"}) {
            assertTrue(json.hasNonNull(name), name);
        }
        assertEquals(475, json.get("goal_return").asDouble());
        assertEquals(5, json.get("evaluation").get("sequence").asInt());
        assertTrue(json.get("nodes").get(0).get("is_reachable").asBoolean());
        assertFalse(json.get("shards").get(0).get("is_limited").asBoolean());
        assertFalse(json.get("shards").get(0).get("is_draining").asBoolean());
        assertTrue(json.get("shards").get(1).get("is_draining").asBoolean());
        assertEquals(5, json.get("shards").get(0).get("damage").get("torn_records").asInt());
        assertEquals(3_000_000_000L, json.get("shards").get(0).get("time").get("waiting_for_inserts_ns").asLong());
        assertTrue(json.get("actors").get(1).get("mean_return").isNull());
    }

    @Test
    void shouldWriteNullWhereANumberIsNotKnown() throws Exception {
        String text = StatusJson.write(Snapshots.starting());
        JsonNode json = mapper.readTree(text);
        for (String name : new String[]{"loss", "mean_q", "training_return", "evaluation", "best_eval_return"}) {
            assertTrue(json.has(name) && json.get(name).isNull(), name);
        }
        assertFalse(text.contains("NaN"));
    }
}
