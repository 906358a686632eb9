package io.troupe.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.common.config.TroupeSettings;
import io.troupe.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code troupe train} in one JVM, and what one does with its run then. */
@Tag("process")
class TrainCommandTest {
    private static final List<String> EVERY_METRIC = List.of("time_s", "env_steps", "learner_steps", "env_steps_per_s",
        "learner_steps_per_s", "replay_size", "samples_per_insert", "loss", "weights_version", "policy_lag_mean");
    private static final List<String> SUMMARY = List.of("env_steps", "learner_steps", "wall_s", "best_eval_return",
        "final_eval_return", "final_eval_episodes", "transitions_produced", "transitions_stored", "transitions_lost",
        "reason");

    private static final int STEPS = 4000;

    @TempDir
    private static Path folder;
    private static TroupeProcess trained;
    private static RunFiles run;

    @BeforeAll
    static void train() {
        run = new RunFiles(folder.resolve("trained"));
        // As far as samples and inserts may be apart is less than a twentieth of what comes after the beginning of learning.
        trained = TroupeProcess.run(folder, "train", "cartpole", "--steps", Integer.toString(STEPS), "--no-http",
            "--run-dir", "trained", "--set", "replay.error-buffer-steps=16").showing(run);
    }

    @Test
    void shouldEndWithASummaryThatAccountsForEveryStep() {
        assertEquals(0, trained.exitStatus(), trained::evidence);
        JsonNode summary = run.summary();
        SUMMARY.forEach(name -> assertTrue(summary.hasNonNull(name), () -> name + " in " + summary));
        assertEquals("steps done", summary.get("reason").asText());
        assertTrue(summary.get("env_steps").asLong() >= STEPS, summary::toString);
        assertTrue(summary.get("learner_steps").asLong() > 0, summary::toString);
        assertEquals(100, summary.get("final_eval_episodes").asInt());
        assertEquals(0, Books.assertBalanced(run));
        assertTrue(trained.out().contains("steps done: greedy return"), trained::evidence);
    }

    @Test
    void shouldLeaveAWholeFolder() throws IOException {
        for (String name : List.of("config.conf", "metrics.jsonl", "summary.json", "troupe.log", "checkpoints")) {
            assertTrue(Files.exists(run.folder().resolve(name)), name);
        }
        try (Stream<Path> checkpoints = Files.list(run.folder().resolve("checkpoints"))) {
            List<String> names = checkpoints.map(path -> path.getFileName().toString()).toList();
            assertTrue(names.stream().anyMatch(name -> name.startsWith("checkpoint-")), names::toString);
            assertTrue(names.stream().anyMatch(name -> name.startsWith("best-")), names::toString);
        }
    }

    @Test
    void shouldWriteMetricsAtLeastEverySecond() {
        List<JsonNode> lines = run.metrics();
        lines.forEach(line -> EVERY_METRIC.forEach(name -> assertTrue(line.has(name), () -> name + " in " + line)));
        assertTrue(lines.stream().anyMatch(line -> line.hasNonNull("eval_return_mean")
            && line.path("eval_episodes").asInt() == 100), "an evaluation");
        JsonNode last = lines.get(lines.size() - 1);
        assertTrue(lines.size() >= last.get("time_s").asDouble(), () -> lines.size() + " lines; " + last);
        assertEquals(run.summary().get("env_steps"), last.get("env_steps"));
    }

    @Test
    void shouldHoldTheReplayRatioAtItsTarget() {
        TroupeSettings settings = run.contract().settings();
        long warmSteps = settings.replay().minSizeSteps() + 1000;
        double target = settings.replay().samplesPerInsert().orElseThrow();
        List<JsonNode> warm = run.metrics().stream().filter(line -> line.get("env_steps").asLong() >= warmSteps
            && line.get("env_steps").asLong() < STEPS).toList();
        assertFalse(warm.isEmpty(), () -> "lines between " + warmSteps + " and " + STEPS + " steps: " + run.metrics());
        warm.forEach(line -> assertEquals(target, line.get("samples_per_insert").asDouble(), 0.05 * target, line::toString));
    }

    @Test
    void shouldEvaluateTheRun() throws IOException {
        TroupeProcess eval = TroupeProcess.run(folder, "eval", "trained", "--episodes", "10", "--json");
        assertEquals(0, eval.exitStatus(), eval::evidence);
        JsonNode report = new ObjectMapper().readTree(eval.out());
        assertEquals(10, report.get("episodes").asInt());
        assertTrue(report.get("mean_return").asDouble() >= 1, report::toString);
        assertTrue(report.get("checkpoint").asText().startsWith("best-"), report::toString);
    }

    @Test
    void shouldDrawAnEpisodeOfTheRun() {
        TroupeProcess play = TroupeProcess.run(folder, "play", "trained", "--delay-ms", "0");
        assertEquals(0, play.exitStatus(), play::evidence);
        assertTrue(play.out().contains("return 1.0 | ") && play.out().contains("Q(1)"), play::evidence);
    }

    @Test
    void shouldRefuseAFolderThatHoldsARun() {
        TroupeProcess.run(folder, "train", "cartpole", "--no-http", "--run-dir", "trained")
            .assertTells(2, "trained holds a run already", "--run-dir");
        assertEquals("steps done", run.summary().get("reason").asText());
    }

    @Test
    void shouldEndAtTheReturnThatIsAskedFor() {
        RunFiles goal = new RunFiles(folder.resolve("goal"));
        TroupeProcess troupe = TroupeProcess.run(folder, "train", "cartpole", "--until-return", "60", "--no-http",
            "--run-dir", "goal").showing(goal);
        assertEquals(0, troupe.exitStatus(), troupe::evidence);
        JsonNode summary = goal.summary();
        assertEquals("goal reached", summary.get("reason").asText());
        assertTrue(summary.get("final_eval_return").asDouble() >= 60, summary::toString);
        assertEquals(100, summary.get("final_eval_episodes").asInt());
        assertTrue(summary.get("time_to_goal_s").asDouble() > 0, summary::toString);
        assertEquals(0, Books.assertBalanced(goal));
    }

    @Test
    void shouldStopInOrderOnCtrlC() throws IOException {
        RunFiles endless = new RunFiles(folder.resolve("endless"));
        try (TroupeProcess troupe = startEndless(endless)) {
            troupe.interrupt();
            assertEquals(0, troupe.awaitExit(TroupeProcess.LIMIT), troupe::evidence);
            assertTrue(troupe.err().contains("stopping: a checkpoint is written"), troupe::evidence);
        }
        assertEquals("interrupted", endless.summary().get("reason").asText());
        assertEquals(0, Books.assertBalanced(endless));
        try (Stream<Path> checkpoints = Files.list(endless.folder().resolve("checkpoints"))) {
            assertTrue(checkpoints.anyMatch(path -> path.getFileName().toString().startsWith("checkpoint-")));
        }
    }

    @Test
    void shouldStopAtOnceOnTheSecondCtrlC() {
        RunFiles endless = new RunFiles(folder.resolve("halted"));
        // An evaluation that takes minutes holds up the orderly end for as long as that may take.
        try (TroupeProcess troupe = startEndless(endless, "--set", "evaluation.episodes=200000")) {
            troupe.interrupt();
            Await.until("the first Ctrl-C to be heard", TroupeProcess.LIMIT, troupe::evidence,
                () -> troupe.err().contains("stopping"));
            troupe.interrupt();
            assertEquals(130, troupe.awaitExit(Duration.ofSeconds(20)), troupe::evidence);
        }
    }

    private static TroupeProcess startEndless(RunFiles endless, String... more) {
        String[] arguments = Stream.concat(Stream.of("train", "cartpole", "--steps", "100000000", "--no-http",
            "--run-dir", endless.folder().toString()), Stream.of(more)).toArray(String[]::new);
        TroupeProcess troupe = TroupeProcess.start(folder, arguments).showing(endless);
        Await.until("the learner to learn", TroupeProcess.LIMIT, troupe::evidence,
            () -> endless.newest("learner_steps") > 0);
        return troupe;
    }
}
