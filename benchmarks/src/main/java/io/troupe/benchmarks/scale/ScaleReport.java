package io.troupe.benchmarks.scale;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.benchmarks.BenchmarkOptions;
import java.io.PrintStream;
import java.util.Locale;
import java.util.stream.Collectors;

/** A line for each simulation, for people or for programs. */
final class ScaleReport {
    private final boolean isJson;
    private final PrintStream out;

    ScaleReport(boolean isJson, PrintStream out) {
        this.isJson = isJson;
        this.out = out;
    }

    void begin(BenchmarkOptions options) {
        if (isJson) {
            out.println(new ObjectMapper().createObjectNode().put("options", options.toString()));
            return;
        }
        out.println(options);
        out.printf("%6s %6s %7s | %9s %8s %6s | %6s %5s %5s %6s %7s | %6s %5s %5s %6s | %5s %5s | %8s %8s %8s | %s%n",
            "actors", "shards", "fan-out", "inserts/s", "steps/s", "ratio", "lrn: %", "up", "down", "driver", "remote",
            "shd: %", "up", "down", "driver", "act:up", "down", "p50, s", "p99, s", "max, s", "limit");
    }

    void row(ScaleResult result) {
        out.println(isJson ? json(result) : text(result));
        out.flush();
    }

    private static String text(ScaleResult result) {
        ScaleCase simulated = result.simulated();
        return String.format(Locale.ROOT, "%6d %6d %7d | %9.0f %8.2f %6.3f | %6s %5s %5s %6s %7s | %6s %5s %5s %6s |"
            + " %5s %5s | %8.3f %8.3f %8.3f | %s", simulated.actors(), simulated.shards(), simulated.fanOut(),
            result.insertsPerS(), result.learnerStepsPerS(), result.samplesPerInsert(),
            percent(result, Resource.LEARNER_THREAD), percent(result, Resource.LEARNER_UPLINK),
            percent(result, Resource.LEARNER_DOWNLINK), percent(result, Resource.LEARNER_DRIVER),
            percent(result, Resource.LEARNER_REMOTING), percent(result, Resource.SHARD_THREAD),
            percent(result, Resource.SHARD_UPLINK), percent(result, Resource.SHARD_DOWNLINK),
            percent(result, Resource.SHARD_DRIVER), percent(result, Resource.ACTOR_HOST_UPLINK),
            percent(result, Resource.ACTOR_HOST_DOWNLINK), result.delayP50S(), result.delayP99S(), result.delayMaxS(),
            full(result));
    }

    private static String full(ScaleResult result) {
        return result.full().isEmpty() ? "the actors' pace"
            : result.full().stream().map(Resource::text).collect(Collectors.joining(", "));
    }

    private static String percent(ScaleResult result, Resource resource) {
        return String.format(Locale.ROOT, "%.0f", result.used().get(resource) * 100);
    }

    private static ObjectNode json(ScaleResult result) {
        ScaleCase simulated = result.simulated();
        ObjectNode json = new ObjectMapper().createObjectNode()
            .put("actors", simulated.actors()).put("shards", simulated.shards()).put("fan_out", simulated.fanOut())
            .put("simulated_s", rounded(result.seconds()))
            .put("inserts_per_s", rounded(result.insertsPerS()))
            .put("learner_steps_per_s", rounded(result.learnerStepsPerS()))
            .put("samples_per_insert", rounded(result.samplesPerInsert()));
        result.used().forEach((resource, share) -> json.put(resource.key(), rounded(share)));
        ArrayNode full = json.putArray("full");
        result.full().forEach(resource -> full.add(resource.key()));
        return json.put("weights_p50_s", rounded(result.delayP50S()))
            .put("weights_p99_s", rounded(result.delayP99S()))
            .put("weights_max_s", rounded(result.delayMaxS()));
    }

    private static double rounded(double value) {
        return Math.round(value * 1e4) / 1e4;
    }
}
