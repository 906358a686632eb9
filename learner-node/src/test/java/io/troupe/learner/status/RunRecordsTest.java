package io.troupe.learner.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.common.attention.AttentionRecord.PartEntropy;
import io.troupe.common.config.SettingsLoader;
import io.troupe.common.error.TroupeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRecordsTest {
    @TempDir
    private Path folder;

    private List<JsonNode> written(RunSnapshot... snapshots) throws IOException {
        Path file = folder.resolve("metrics.jsonl");
        try (MetricsLog log = new MetricsLog(file)) {
            for (RunSnapshot snapshot : snapshots) {
                log.write(snapshot);
            }
        }
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }

    @Test
    void shouldAppendBehindTheLastWholeLine() throws IOException {
        Path file = folder.resolve("metrics.jsonl");
        Files.writeString(file, "{\"env_steps\":7}\n{\"env_steps\":9,\"lear");
        List<JsonNode> lines = written(Snapshots.with(0.125, null));
        assertEquals(2, lines.size());
        assertEquals(7, lines.get(0).get("env_steps").intValue());
        assertEquals(24_310, lines.get(1).get("env_steps").intValue());
    }

    @Test
    void shouldWriteALineForEachSnapshot() throws IOException {
        List<JsonNode> lines = written(Snapshots.with(0.125, null), Snapshots.with(0.25, null));
        assertEquals(2, lines.size());
        JsonNode line = lines.get(0);
        assertEquals(0.333333333, line.get("time_s").doubleValue());
        assertEquals(24_310, line.get("env_steps").intValue());
        assertEquals(1_520, line.get("learner_steps").intValue());
        assertEquals(3_021.25, line.get("env_steps_per_s").doubleValue());
        assertEquals(410, line.get("learner_steps_per_s").doubleValue());
        assertEquals(24_000, line.get("replay_size").intValue());
        assertEquals(0.125, line.get("samples_per_insert").doubleValue());
        assertEquals(0.125, line.get("loss").doubleValue());
        assertEquals(76, line.get("weights_version").intValue());
        for (String name : List.of("gc_pauses", "gc_pause_s", "direct_bytes", "mapped_bytes", "back_pressured")) {
            assertTrue(line.hasNonNull(name), name);
        }
        assertFalse(line.has("eval_return_mean"));
        assertFalse(line.has("eval_episodes"));
    }

    @Test
    void shouldTellOfTheLearnersProcessAmongAllNodes() throws IOException {
        JsonNode line = written(Snapshots.running(10)).get(0);
        assertEquals(41, line.get("gc_pauses").intValue());
        assertEquals(50_000_000, line.get("heap_bytes").intValue());
        assertEquals(1_000, line.get("back_pressured").intValue());
    }

    @Test
    void shouldWriteNullForWhatIsNoNumber() throws IOException {
        JsonNode line = written(Snapshots.with(Double.NaN, Snapshots.evaluation(1, Double.NaN))).get(0);
        for (String name : List.of("loss", "samples_per_insert", "policy_lag_mean", "eval_return_mean")) {
            assertTrue(line.get(name).isNull(), name);
        }
        assertFalse(Files.readString(folder.resolve("metrics.jsonl")).contains("NaN"));
    }

    @Test
    void shouldWriteAnEvaluationOnce() throws IOException {
        List<JsonNode> lines = written(Snapshots.with(1, Snapshots.evaluation(1, 20.5)),
            Snapshots.with(1, Snapshots.evaluation(1, 20.5)), Snapshots.with(1, Snapshots.evaluation(3, 480)));
        assertEquals(20.5, lines.get(0).get("eval_return_mean").doubleValue());
        assertEquals(100, lines.get(0).get("eval_episodes").intValue());
        assertFalse(lines.get(1).has("eval_return_mean"));
        assertEquals(480, lines.get(2).get("eval_return_mean").doubleValue());
    }

    @Test
    void shouldTellOfAMetricsFileThatCannotBeWritten() {
        Path missing = folder.resolve("none").resolve("metrics.jsonl");
        String message = assertThrows(TroupeException.class, () -> new MetricsLog(missing)).getMessage();
        assertTrue(message.startsWith("cannot write " + missing), message);
    }

    @Test
    void shouldReadTheRatesThatItWrote() throws Exception {
        RunSnapshot snapshot = Snapshots.paced(new StepRates(368, 352.5, 340), new PolicyLag(0, 3.25, 11));
        String line = written(snapshot).get(0).toString();
        MetricsReader reader = new MetricsReader(new SettingsLoader(name -> "").load().settings(), 1);
        RunSnapshot.Detail read = reader.read(line).detail();
        assertEquals(snapshot.detail().envRates(), read.envRates());
        assertEquals(snapshot.detail().policyLag(), read.policyLag());
        assertEquals(StepRates.NONE, reader.read("{\"env_steps\":7}").detail().envRates(), "an older version's line");
    }

    @Test
    void shouldTellTheEntropyOfAttentionOnceAfterItsEvaluation() throws IOException {
        RunSnapshot.Evaluation watched = new RunSnapshot.Evaluation(1, 70, 1_400, 100, 200, 9, 500, 200, 8, 1.5,
            1.25, List.of(
            new PartEntropy("memory.layers.0", List.of(1.25, 2.000004)),
            new PartEntropy("memory.layers.1", List.of(0.5))));
        List<JsonNode> lines = written(Snapshots.with(0.125, watched), Snapshots.with(0.125, watched),
            Snapshots.with(0.125, Snapshots.evaluation(2, 100)));
        assertEquals("{\"memory.layers.0\":[1.25,2.0],\"memory.layers.1\":[0.5]}",
            lines.get(0).get("eval_attention_entropy_bits").toString());
        assertEquals(1.25, lines.get(0).get("eval_attention_entropy_mean").doubleValue(), 1e-5);
        assertFalse(lines.get(1).has("eval_attention_entropy_mean"));
        assertFalse(lines.get(2).has("eval_attention_entropy_bits"), "nobody watched");
    }

    @Test
    void shouldReadTheSummaryThatItWrote() throws IOException {
        Path file = folder.resolve("summary.json");
        RunSummary full = new RunSummary(30_000, 2_000, 9.5, OptionalDouble.of(8.25),
            new RunSummary.Evaluations(OptionalDouble.of(500), OptionalDouble.of(487.5), 100),
            new RunSummary.Ledger(30_010, 30_000, 10, 5, 1, 2), RunSummary.GOAL_REACHED);
        full.write(file);
        assertEquals(full, RunSummary.read(file));
        JsonNode json = new ObjectMapper().readTree(Files.readString(file));
        for (String name : List.of("env_steps", "learner_steps", "wall_s", "best_eval_return", "final_eval_return",
            "final_eval_episodes", "transitions_produced", "transitions_stored", "transitions_lost", "reason")) {
            assertTrue(json.hasNonNull(name), name);
        }

        RunSummary early = new RunSummary(0, 0, 0, OptionalDouble.empty(), RunSummary.Evaluations.NONE,
            new RunSummary.Ledger(0, 0, 0, 0, 0, 0), RunSummary.INTERRUPTED);
        early.write(file);
        assertEquals(early, RunSummary.read(file));
        try (var files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void shouldTellThatThereIsNoSummary() throws IOException {
        Path file = folder.resolve("summary.json");
        assertThrows(TroupeException.class, () -> RunSummary.read(file));
        Files.writeString(file, "{ half");
        String message = assertThrows(TroupeException.class, () -> RunSummary.read(file)).getMessage();
        assertTrue(message.contains("is not a run's summary"), message);
    }
}
