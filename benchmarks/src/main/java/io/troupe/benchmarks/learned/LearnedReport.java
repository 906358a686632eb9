package io.troupe.benchmarks.learned;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.benchmarks.Spread;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** The lines of the benchmark, for people or for programs: one for each seed, and one for each task. */
final class LearnedReport {
    private final boolean isJson;
    private final PrintStream out;

    LearnedReport(boolean isJson, PrintStream out) {
        this.isJson = isJson;
        this.out = out;
    }

    /** @param peer what the peer is; null where there is none */
    void begin(String peer) {
        if (!isJson) {
            out.println(peer == null ? "alone" : "beside one process with " + peer);
            out.println("seconds from the first environment step to the evaluation that reached the goal"
                + " (of the whole process)");
            out.printf("%-30s %26s %26s%n", "task, seed", "Troupe", "PyTorch");
        }
    }

    /** @param peer null where there is none */
    void seed(LearnedTask task, long seed, LearnedResult ours, LearnedResult peer) {
        if (isJson) {
            ObjectNode line = JsonNodeFactory.instance.objectNode().put("task", task.name()).put("seed", seed);
            line.set("troupe", json(ours));
            line.set("pytorch", peer == null ? null : json(peer));
            out.println(line);
        } else {
            out.printf("%-30s %26s %26s%n", task.name() + ", " + seed, text(ours), peer == null ? "" : text(peer));
        }
        out.flush();
    }

    void task(LearnedComparison compared) {
        LearnedTask task = compared.task();
        if (isJson) {
            ObjectNode line = JsonNodeFactory.instance.objectNode().put("task", task.name())
                .put("network", task.network()).put("goal", task.goal()).put("limit_s", task.limitS())
                .put("seeds", compared.ours().size());
            line.set("troupe", json(compared.ours()));
            line.set("pytorch", compared.peers().isEmpty() ? null : json(compared.peers()));
            put(line, "ratio", compared.ratio().orElse(Double.NaN));
            out.println(line);
        } else {
            String goal = BigDecimal.valueOf(task.goal()).stripTrailingZeros().toPlainString();
            out.printf("%s to %s: Troupe %s%s%n", task.name(), goal, text(compared.ours()), besidePeers(compared));
        }
        out.flush();
    }

    private static String besidePeers(LearnedComparison compared) {
        if (compared.peers().isEmpty()) {
            return "";
        }
        OptionalDouble ratio = compared.ratio();
        return ", PyTorch " + text(compared.peers()) + (ratio.isPresent() ? text(", ratio %.2f", ratio.getAsDouble()) : "");
    }

    private static String text(LearnedResult result) {
        return (result.isReached() ? text("%.1f", result.timeS()) : "not reached") + text(" (%.1f)", result.processS());
    }

    private static String text(List<LearnedResult> results) {
        Spread times = LearnedComparison.times(results);
        return text("%.1f s (%.1f … ", times.median(), times.min()) + text("%.1f), ", times.max())
            + LearnedComparison.reached(results) + " of " + results.size();
    }

    private static String text(String format, Object... numbers) {
        // Infinite is what was not reached, and the median of those.
        return String.format(Locale.ROOT, format, numbers).replace("Infinity", "∞");
    }

    private static ObjectNode json(LearnedResult result) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("is_reached", result.isReached());
        put(json, "time_s", result.timeS());
        put(json, "process_s", result.processS());
        put(json, "evaluation_s", result.evaluationS());
        return json.put("env_steps", result.envSteps()).put("learner_steps", result.learnerSteps());
    }

    private static ObjectNode json(List<LearnedResult> results) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("reached", LearnedComparison.reached(results));
        put(json, "time_s", LearnedComparison.times(results));
        put(json, "process_s", LearnedComparison.spread(results, LearnedResult::processS));
        return json;
    }

    private static void put(ObjectNode json, String key, Spread spread) {
        put(json, key, spread.median());
        put(json, key + "_min", spread.min());
        put(json, key + "_max", spread.max());
    }

    private static void put(ObjectNode json, String key, double value) {
        json.put(key, Double.isFinite(value) ? (Double) (Math.round(value * 1000) / 1000.0) : null);
    }
}
