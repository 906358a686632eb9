package io.troupe.benchmarks.scale;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A training run in processes of its own, which is stopped when it has been watched for long enough. */
final class MeasuredRun {
    /** What it did a second. */
    record Rates(double envStepsPerS, double learnerStepsPerS) {
    }

    /** From the start of the processes to the first learner step, at most: many that start at once take their time. */
    private static final long START_S = 600;
    private static final long STOP_S = 60;
    private static final long LOOK_MS = 200;
    /** After the first learner step, before anything is counted: the compilers are busy. */
    private static final double WARM_UP_S = 5;

    private MeasuredRun() {
    }

    /**
     * @param folder  of the run, to be made
     * @param seconds that are counted
     * @throws TroupeException RESOURCE where the run does not start, or ends by itself
     */
    static Rates of(Path folder, String environment, int actors, int shards, int seconds) {
        Process process = null;
        try {
            process = new ProcessBuilder(command(folder, environment, actors, shards))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_S + seconds);
            Optional<Rates> rates = Optional.empty();
            while (rates.isEmpty()) {
                if (process.waitFor(LOOK_MS, TimeUnit.MILLISECONDS) || System.nanoTime() > deadlineNs) {
                    throw new TroupeException(ErrorCode.RESOURCE, "a run with " + actors + " actors and " + shards
                        + " shards " + (process.isAlive() ? "did not learn within " + (START_S + seconds) + " s"
                        : "ended with exit status " + process.exitValue()) + "; try it: troupe train " + environment
                        + " --processes --actors " + actors + " --shards " + shards);
                }
                rates = rates(lines(folder.resolve("metrics.jsonl")), seconds);
            }
            return rates.get();
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "a run cannot be started or watched: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TroupeException(ErrorCode.RESOURCE, "the run was interrupted", e);
        } finally {
            stop(process);
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

    /** All but a last one that is being written. */
    private static List<String> lines(Path metrics) throws IOException {
        if (!Files.exists(metrics)) {
            return List.of();
        }
        String text = Files.readString(metrics);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    private static List<String> command(Path folder, String environment, int actors, int shards) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(flag -> !flag.startsWith("-agentlib") && !flag.startsWith("-javaagent")
                && !flag.startsWith("--add-exports"))
            .forEach(command::add);
        command.addAll(List.of("--add-exports", "java.base/jdk.internal.misc=ALL-UNNAMED", "-cp",
            System.getProperty("java.class.path"), "io.troupe.launcher.Main", "train", environment, "--processes",
            "--actors", Integer.toString(actors), "--shards", Integer.toString(shards), "--steps", "2000000000",
            "--until-return", "none", "--no-http", "--run-dir", folder.toString(),
            "--set", "replay.samples-per-insert=none", "--set", "evaluation.interval-s=3600"));
        return command;
    }

    /** As Ctrl-C does, which ends all of its processes. */
    private static void stop(Process process) {
        if (process == null) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(STOP_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
