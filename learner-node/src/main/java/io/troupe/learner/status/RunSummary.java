package io.troupe.learner.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;

/**
 * What came of a run: {@code summary.json}.
 *
 * @param wallS       seconds from the first environment step to the end
 * @param timeToGoalS seconds from the first environment step to the evaluation that reached {@code run.until-return}
 * @param reason      why the run ended: one of the constants here, or an error's message
 */
public record RunSummary(
    long envSteps,
    long learnerSteps,
    double wallS,
    OptionalDouble timeToGoalS,
    Evaluations evaluations,
    Ledger ledger,
    String reason
) {
    public static final String GOAL_REACHED = "goal reached";
    public static final String STEPS_DONE = "steps done";
    public static final String INTERRUPTED = "interrupted";

    /** @param finalEpisodes 0 where nothing was evaluated */
    public record Evaluations(OptionalDouble bestReturn, OptionalDouble finalReturn, int finalEpisodes) {
        public static final Evaluations NONE = new Evaluations(OptionalDouble.empty(), OptionalDouble.empty(), 0);
    }

    /**
     * Where every environment step went: produced = stored + lost, when the run has ended.
     *
     * @param evicted   of the stored: overwritten by newer ones
     * @param destroyed of the stored: gone with a shard's files
     * @param retired   of the stored: gone from the replay with a shard that has drained and left; its files have them
     */
    public record Ledger(long produced, long stored, long lost, long evicted, long destroyed, long retired) {
    }

    /** Atomically: a reader sees all of it or nothing. @throws TroupeException RESOURCE where it cannot be written */
    public void write(Path file) {
        try {
            AtomicFile.write(file, toJson().toPrettyString() + "\n");
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "cannot write " + file + ": " + AtomicFile.reason(e), e);
        }
    }

    private ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("env_steps", envSteps);
        json.put("learner_steps", learnerSteps);
        Json.put(json, "wall_s", wallS);
        Json.put(json, "time_to_goal_s", timeToGoalS.orElse(Double.NaN));
        Json.put(json, "best_eval_return", evaluations.bestReturn.orElse(Double.NaN));
        Json.put(json, "final_eval_return", evaluations.finalReturn.orElse(Double.NaN));
        json.put("final_eval_episodes", evaluations.finalEpisodes);
        json.put("transitions_produced", ledger.produced);
        json.put("transitions_stored", ledger.stored);
        json.put("transitions_lost", ledger.lost);
        json.put("transitions_evicted", ledger.evicted);
        json.put("transitions_destroyed", ledger.destroyed);
        json.put("transitions_retired", ledger.retired);
        json.put("reason", reason);
        return json;
    }

    /** @throws TroupeException RESOURCE where there is no summary: the run goes on, or was killed */
    public static RunSummary read(Path file) {
        try {
            JsonNode json = new ObjectMapper().readTree(Files.readString(file));
            return new RunSummary(json.path("env_steps").asLong(), json.path("learner_steps").asLong(),
                json.path("wall_s").asDouble(), optional(json, "time_to_goal_s"),
                new Evaluations(optional(json, "best_eval_return"), optional(json, "final_eval_return"),
                    json.path("final_eval_episodes").asInt()),
                new Ledger(json.path("transitions_produced").asLong(), json.path("transitions_stored").asLong(),
                    json.path("transitions_lost").asLong(), json.path("transitions_evicted").asLong(),
                    json.path("transitions_destroyed").asLong(), json.path("transitions_retired").asLong()),
                json.path("reason").asText());
        } catch (JsonProcessingException e) {
            throw new TroupeException(ErrorCode.RESOURCE, file + " is not a run's summary: "
                + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "cannot read " + file + ": " + AtomicFile.reason(e), e);
        }
    }

    private static OptionalDouble optional(JsonNode json, String name) {
        return json.hasNonNull(name) ? OptionalDouble.of(json.get(name).asDouble()) : OptionalDouble.empty();
    }
}
