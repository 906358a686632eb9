package io.troupe.benchmarks.scale;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.benchmarks.Commands;
import io.troupe.benchmarks.JsonLines;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.learner.status.MemberSentence;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
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

    /** From the start of the processes until all take part and the learner learns, at most: many take their time. */
    private static final double START_S = 600;
    /** From then on, before anything is counted: the compilers are busy. */
    private static final double WARM_UP_S = 15;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Path folder;
    private final Plan plan;
    private Optional<Rates> rates = Optional.empty();
    private long lookedNs = System.nanoTime();

    /** @param folder the run's own */
    private MeasuredRun(Path folder, Plan plan) {
        this.folder = folder;
        this.plan = plan;
    }

    /**
     * @param folder where the run's own folder and its log are made
     * @throws TroupeException RESOURCE where the run does not start, does not learn, or ends by itself
     */
    static Rates of(Commands commands, Path folder, Plan plan) {
        List<String> run = List.of("train", plan.environment(), "--processes", "--actors", Integer.toString(plan.actors()),
            "--shards", Integer.toString(plan.shards()));
        List<String> arguments = new ArrayList<>(run);
        arguments.addAll(List.of("--steps", "2000000000", "--until-return", "none", "--no-http", "--run-dir",
            folder.resolve("run").toString(), "--set", "replay.samples-per-insert=none", "--set",
            "replay.capacity-steps=" + plan.capacitySteps(), "--set", "evaluation.interval-s=3600"));
        MeasuredRun watched = new MeasuredRun(folder.resolve("run"), plan);
        Commands.Ended ended = commands.run("run", arguments, folder, START_S + plan.seconds(), watched::isMeasured);
        return watched.rates.orElseThrow(() -> new TroupeException(ErrorCode.RESOURCE, "nothing could be measured: "
            + ended.error().orElse("all its nodes together did not learn for " + plan.seconds() + " s within "
            + (START_S + plan.seconds()) + " s")
            + "; try it: troupe " + String.join(" ", run)));
    }

    private boolean isMeasured() {
        if (System.nanoTime() - lookedNs < LOOK_NS) {
            return false;
        }
        lookedNs = System.nanoTime();
        try {
            OptionalDouble togetherS = togetherS(JsonLines.lines(folder.resolve("events.jsonl")), plan);
            if (togetherS.isPresent()) {
                rates = rates(JsonLines.lines(folder.resolve("metrics.jsonl")), togetherS.getAsDouble(), plan.seconds());
            }
            return rates.isPresent();
        } catch (JsonProcessingException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "the run cannot be watched: " + e.getMessage(), e);
        }
    }

    /**
     * When the last of the actors and shards joined, by the run's own clock: on few cores the first ones learn before the
     * others have started. Empty: they have not been there all at the same time yet.
     */
    static OptionalDouble togetherS(List<String> events, Plan plan) throws JsonProcessingException {
        Set<String> nodes = new HashSet<>();
        for (String text : events) {
            JsonNode event = JSON.readTree(text);
            MemberSentence.read(event.path("message").asText()).filter(member -> !member.role().equals("learner"))
                .ifPresent(member -> follow(member, nodes));
            if (nodes.size() == plan.actors() + plan.shards()) {
                return OptionalDouble.of(event.path("time_s").asDouble());
            }
        }
        return OptionalDouble.empty();
    }

    private static void follow(MemberSentence member, Set<String> nodes) {
        switch (member.change()) {
            case JOINED -> nodes.add(member.name());
            case LEFT, GONE -> nodes.remove(member.name());
            case DRAINS -> {
                // It is there still.
            }
        }
    }

    /**
     * Between the first line after the warm-up and the first one that is so many seconds later; empty: not yet there.
     *
     * @param togetherS before which the warm-up does not begin
     */
    static Optional<Rates> rates(List<String> lines, double togetherS, double seconds) throws JsonProcessingException {
        double learningS = Double.NaN;
        JsonNode from = null;
        for (String text : lines) {
            JsonNode line = JSON.readTree(text);
            double timeS = line.path("time_s").asDouble();
            if (Double.isNaN(learningS)) {
                learningS = line.path("learner_steps").asLong() > 0 ? Math.max(timeS, togetherS) : Double.NaN;
            } else if (from == null && timeS >= learningS + WARM_UP_S) {
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
