package io.troupe.benchmarks.learned;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.benchmarks.Commands;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.learner.status.RunSummary;
import io.troupe.testing.Python;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LearnedBenchmarkTest {
    private final List<List<String>> started = new ArrayList<>();

    @Test
    void shouldLearnInPyTorchToTheSameGoalWithTheSameSettings() throws IOException {
        Python.assumeHas("torch, numpy");
        List<JsonNode> lines = run(Python.PROGRAM, told(OptionalDouble.of(1.5)), "cartpole", "--seeds", "1", "--goal", "9",
            "--limit", "60");
        JsonNode peer = lines.get(0).get("pytorch");
        assertTrue(peer.get("is_reached").asBoolean(), peer.toString());
        // The first evaluation comes after the first learner step, and that after replay.min-size-steps of the preset.
        assertTrue(peer.get("env_steps").asLong() >= 1000 && peer.get("learner_steps").asLong() >= 1, peer.toString());
        assertTrue(peer.get("evaluation_s").asDouble() < peer.get("time_s").asDouble(), peer.toString());
        assertTrue(peer.get("time_s").asDouble() < peer.get("process_s").asDouble(), peer.toString());
        JsonNode task = lines.get(1);
        // Times and ratios are told to three places.
        double timeS = peer.get("time_s").asDouble();
        assertEquals(1.5 / timeS, task.get("ratio").asDouble(), 1.5 / timeS * 6e-4 / timeS + 6e-4);
    }

    @Test
    void shouldTakeTheMedianOverAllSeedsAndTellWhichReachedTheGoalInTime() throws IOException {
        Commands commands = told(OptionalDouble.of(3), OptionalDouble.of(8), OptionalDouble.of(5));
        List<JsonNode> lines = run("no-such-python", commands, "tmaze-50", "--seeds", "3", "--limit", "7");
        assertEquals(4, lines.size());
        assertFalse(lines.get(1).get("troupe").get("is_reached").asBoolean());
        JsonNode task = lines.get(3).get("troupe");
        assertEquals(2, task.get("reached").asInt());
        assertEquals(5, task.get("time_s").asDouble());
        assertEquals(3, task.get("time_s_min").asDouble());
        assertTrue(task.get("time_s_max").isNull(), task.toString());
        assertTrue(lines.get(3).get("pytorch").isNull() && lines.get(3).get("ratio").isNull());
        assertEquals(List.of("train", "tmaze-passive", "--network", "transformer", "--seed", "2", "--until-return", "0.98",
            "--no-http", "--run-dir"), started.get(1).subList(0, 10));
    }

    @Test
    void shouldGoOnWithLaterSeedsWhereAnEarlierMeasurementEnded() throws IOException {
        Commands commands = told(OptionalDouble.of(3), OptionalDouble.of(4));
        List<JsonNode> lines = run("no-such-python", commands, "cartpole", "--first-seed", "4", "--seeds", "2");
        assertEquals(List.of(4, 5), lines.subList(0, 2).stream().map(line -> line.get("seed").asInt()).toList());
        assertEquals("5", started.get(1).get(started.get(1).indexOf("--seed") + 1));
    }

    @Test
    void shouldTellWhyARunCameToNothing() {
        Commands refusing = (name, arguments, folder, limitS, isEnough) ->
            new Commands.Ended(1, Optional.of("the disk is full"));
        TroupeException failure = assertThrows(TroupeException.class, () -> run("no-such-python", refusing, "cartpole"));
        assertEquals(ErrorCode.RESOURCE, failure.code());
        assertTrue(failure.getMessage().endsWith("came to nothing: the disk is full"), failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"pong", "--seeds", "--seeds 0", "--seeds 1.5", "--first-seed 0", "--threads x", "--goal high", "--limit -1",
        "--hours 3"})
    void shouldRefuseWhatIsNoArgument(String args) {
        TroupeException refusal = assertThrows(TroupeException.class,
            () -> run("no-such-python", told(), args.split(" ")));
        assertEquals(ErrorCode.CONFIGURATION, refusal.code());
        assertTrue(refusal.getMessage().startsWith("the benchmark learned "), refusal.getMessage());
        assertTrue(started.isEmpty());
    }

    /** Runs that leave a summary with these times, one after the other. */
    private Commands told(OptionalDouble... timesToGoalS) {
        return (name, arguments, folder, limitS, isEnough) -> {
            OptionalDouble time = timesToGoalS[started.size()];
            started.add(arguments);
            Path run = folder.resolve(name);
            try {
                Files.createDirectories(run);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            new RunSummary(1000, 100, time.orElse(limitS), time, RunSummary.Evaluations.NONE,
                new RunSummary.Ledger(1000, 1000, 0, 0, 0, 0), RunSummary.GOAL_REACHED).write(run.resolve("summary.json"));
            return new Commands.Ended(time.orElse(limitS) + 2, Optional.empty());
        };
    }

    private static List<JsonNode> run(String python, Commands commands, String... args) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new LearnedBenchmark(python, commands).run(List.of(args), true, new PrintStream(bytes), told -> { });
        List<JsonNode> lines = new ArrayList<>();
        for (String line : bytes.toString(StandardCharsets.UTF_8).lines().toList()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }
}
