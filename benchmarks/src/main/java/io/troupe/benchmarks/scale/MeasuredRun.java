package io.troupe.benchmarks.scale;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.benchmarks.Commands;
import io.troupe.benchmarks.MetricsFile;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A training run in processes of its own, which is stopped when it has been watched for long enough. Used by one thread. */
final class MeasuredRun {
    /**
     * What is run.
     *
     * @param capacitySteps of the replay
     * @param seconds       that are counted
     */
    record Plan(String environment, long capacitySteps, int actors, int shards, double seconds) {
    }

    /** What it did a second. */
    record Rates(double envStepsPerS, double learnerStepsPerS) {
    }

    /** From the start of the processes to the first learner step, at most: many that start at once take their time. */
    private static final double START_S = 600;
    /** After the first learner step, before anything is counted: the compilers are busy. */
    private static final double WARM_UP_S = 5;
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Path metrics;
    private final double seconds;
    private Optional<Rates> rates = Optional.empty();
    private long lookedNs = System.nanoTime();

    private MeasuredRun(Path metrics, double seconds) {
        this.metrics = metrics;
        this.seconds = seconds;
    }

    /**
     * @param folder where the run's own folder and its log are made
     * @throws TroupeException RESOURCE where the run does not start, does not learn, or ends by itself
     */
    static Rates of(Commands commands, Path folder, Plan plan) {
        double seconds = plan.seconds();
        List<String> run = List.of("train", plan.environment(), "--processes", "--actors", Integer.toString(plan.actors()),
            "--shards", Integer.toString(plan.shards()));
        List<String> arguments = new ArrayList<>(run);
        arguments.addAll(List.of("--steps", "2000000000", "--until-return", "none", "--no-http", "--run-dir",
            folder.resolve("run").toString(), "--set", "replay.samples-per-insert=none", "--set",
            "replay.capacity-steps=" + plan.capacitySteps(), "--set", "evaluation.interval-s=3600"));
        MeasuredRun watched = new MeasuredRun(folder.resolve("run").resolve("metrics.jsonl"), seconds);
        Commands.Ended ended = commands.run("run", arguments, folder, START_S + seconds, watched::isMeasured);
        return watched.rates.orElseThrow(() -> new TroupeException(ErrorCode.RESOURCE, "nothing could be measured: "
            + ended.error().orElse("the run did not learn for " + seconds + " s within " + (START_S + seconds) + " s")
            + "; try it: troupe " + String.join(" ", run)));
    }

    private boolean isMeasured() {
        if (System.nanoTime() - lookedNs < LOOK_NS) {
            return false;
        }
        lookedNs = System.nanoTime();
        try {
            rates = rates(MetricsFile.lines(metrics), seconds);
            return rates.isPresent();
        } catch (JsonProcessingException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "the run cannot be watched: " + e.getMessage(), e);
        }
    }

    /** Between the first line after the warm-up and the first one that is so many seconds later; empty: not yet there. */
    static Optional<Rates> rates(List<String> lines, double seconds) throws JsonProcessingException {
        ObjectMapper json = new ObjectMapper();
        JsonNode learning = null;
        JsonNode from = null;
        for (String text : lines) {
            JsonNode line = json.readTree(text);
            double timeS = line.path("time_s").asDouble();
            if (learning == null && line.path("learner_steps").asLong() > 0) {
                learning = line;
            } else if (from == null && learning != null && timeS >= learning.path("time_s").asDouble() + WARM_UP_S) {
                from = line;
            } else if (from != null && timeS >= from.path("time_s").asDouble() + seconds) {
                return Optional.of(new Rates(rate(from, line, "env_steps"), rate(from, line, "learner_steps")));
            }
        }
        return Optional.empty();
    }

    private static double rate(JsonNode from, JsonNode to, String count) {
        return (to.path(count).asLong() - from.path(count).asLong())
            / (to.path("time_s").asDouble() - from.path("time_s").asDouble());
    }
}
