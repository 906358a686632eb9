package io.troupe.learner.tensorboard;

import io.troupe.learner.status.RunSnapshot;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Which numbers of a run there are in TensorBoard, by their tags; those that are not known are left out. */
final class RunScalars {
    private RunScalars() {
    }

    static Map<String, Double> of(RunSnapshot run) {
        Map<String, Double> scalars = new LinkedHashMap<>();
        put(scalars, "return/training", run.trainingReturn());
        run.detail().returnsByEpsilon().forEach(one -> put(scalars,
            "return_by_epsilon/" + String.format(Locale.ROOT, "%.4f", one.epsilon()), one.meanReturn()));
        put(scalars, "learning/loss", run.loss());
        put(scalars, "learning/gradient_norm", run.gradientNorm());
        put(scalars, "learning/learning_rate", run.learningRate());
        put(scalars, "learning/mean_q", run.meanQ());
        put(scalars, "learning/learner_steps", run.learnerSteps());
        put(scalars, "td_error/p50", run.detail().tdErrors().p50());
        put(scalars, "td_error/p90", run.detail().tdErrors().p90());
        put(scalars, "td_error/p99", run.detail().tdErrors().p99());
        put(scalars, "learning/largest_importance_weight", run.detail().largestImportanceWeight());
        put(scalars, "learning/recurrent_delta_q", run.detail().recurrentDeltaQ());
        put(scalars, "policy_lag/mean", run.policyLagMean());
        put(scalars, "policy_lag/max", run.detail().policyLag().max());
        put(scalars, "speed/env_steps_per_s", run.envStepsPerS());
        put(scalars, "speed/learner_steps_per_s", run.learnerStepsPerS());
        put(scalars, "speed/samples_per_s", run.detail().samplesPerS());
        put(scalars, "speed/starved_fraction", run.starvedFraction());
        put(scalars, "replay/size_steps", run.replaySize());
        put(scalars, "replay/samples_per_insert", run.samplesPerInsert());
        return scalars;
    }

    static Map<String, Double> of(RunSnapshot.Evaluation evaluation) {
        Map<String, Double> scalars = new LinkedHashMap<>();
        put(scalars, "return/greedy", evaluation.meanReturn());
        put(scalars, "return/greedy_min", evaluation.minReturn());
        put(scalars, "return/greedy_max", evaluation.maxReturn());
        put(scalars, "calibration/first_q", evaluation.firstQ());
        put(scalars, "calibration/discounted_return", evaluation.discountedReturn());
        evaluation.attentionEntropies().forEach(part -> {
            for (int head = 0; head < part.meanBits().size(); head++) {
                put(scalars, "attention_entropy_bits/" + part.part() + "/head_" + (head + 1), part.meanBits().get(head));
            }
        });
        return scalars;
    }

    private static void put(Map<String, Double> scalars, String tag, double value) {
        if (Double.isFinite(value)) {
            scalars.put(tag, value);
        }
    }
}
