package io.troupe.learner.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.common.agent.TimeSpent;
import io.troupe.common.config.NetworkPresets;
import io.troupe.common.config.TroupeSettings;
import io.troupe.learner.sampling.SamplerCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Reads lines of {@code metrics.jsonl} back as snapshots, one after the other: each carries the newest evaluation up to
 * it. Who was in the run the lines do not tell.
 */
public final class MetricsReader {
    private final TroupeSettings settings;
    private final ObjectMapper json = new ObjectMapper();
    private long sequence;
    private RunSnapshot.Evaluation evaluation;
    private OptionalDouble best = OptionalDouble.empty();

    /** @param firstSequence number of the first evaluation */
    public MetricsReader(TroupeSettings settings, long firstSequence) {
        this.settings = settings;
        sequence = firstSequence;
    }

    /** @throws JsonProcessingException where the line is no JSON */
    public RunSnapshot read(String line) throws JsonProcessingException {
        return snapshot(json.readTree(line));
    }

    private RunSnapshot snapshot(JsonNode line) {
        if (line.hasNonNull(MetricsLog.EVALUATION)) {
            double mean = line.get(MetricsLog.EVALUATION).asDouble();
            best = OptionalDouble.of(Math.max(mean, best.orElse(mean)));
            evaluation = new RunSnapshot.Evaluation(sequence++, line.path("weights_version").asLong(),
                line.path("eval_learner_step").asLong(), line.path("eval_episodes").asInt(), mean,
                line.path("eval_return_min").asDouble(), line.path("eval_return_max").asDouble(), Double.NaN,
                line.path("time_s").asDouble(), number(line, "eval_first_q"), number(line, "eval_discounted_return"),
                List.of());
        }
        return new RunSnapshot("", settings.environment().name(), NetworkPresets.nameOf(settings.network()),
            line.path("time_s").asDouble(), line.path("env_steps").asLong(), settings.run().maxEnvSteps(),
            line.path("learner_steps").asLong(), line.path("env_steps_per_s").asDouble(),
            line.path("learner_steps_per_s").asDouble(), line.path("replay_size").asLong(),
            settings.replay().capacitySteps(), line.path("samples_per_insert").asDouble(), number(line, "loss"),
            number(line, "gradient_norm"), number(line, "learning_rate"), number(line, "q_mean"),
            number(line, "training_return_mean"), line.path("weights_version").asLong(),
            number(line, "policy_lag_mean"), number(line, "starved_fraction"), evaluation, best,
            settings.run().untilReturn(), false, List.of(), List.of(), List.of(), TimeSpent.NONE, detail(line));
    }

    private RunSnapshot.Detail detail(JsonNode line) {
        Distribution tdErrors = new Distribution(number(line, "td_error_p10"), number(line, "td_error_p50"),
            number(line, "td_error_p90"), number(line, "td_error_p99"), number(line, "td_error_max"), List.of(), List.of());
        PolicyLag lag = new PolicyLag(number(line, "policy_lag_min"), number(line, "policy_lag_mean"),
            number(line, "policy_lag_max"));
        StepRates rates = new StepRates(number(line, "env_steps_per_s_10"), number(line, "env_steps_per_s_60"),
            number(line, "env_steps_per_s_300"));
        return new RunSnapshot.Detail(rates, number(line, "samples_per_s"), settings.replay().samplesPerInsert(),
            tdErrors, number(line, "importance_weight_largest"), number(line, "recurrent_delta_q"), lag,
            SamplerCounts.NONE, returns(line.path("returns_by_epsilon")), Map.of());
    }

    private static List<RunSnapshot.EpsilonReturn> returns(JsonNode list) {
        List<RunSnapshot.EpsilonReturn> returns = new ArrayList<>();
        list.forEach(one -> returns.add(new RunSnapshot.EpsilonReturn(number(one, "epsilon"),
            one.path("episodes").asInt(), number(one, "mean_return"))));
        return returns;
    }

    private static double number(JsonNode line, String name) {
        return line.hasNonNull(name) ? line.get(name).asDouble() : Double.NaN;
    }
}
