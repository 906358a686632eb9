package io.troupe.benchmarks.learner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.common.error.TroupeException;
import io.troupe.testing.Python;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LearnerBenchmarkTest {
    /** Small ones, of which each path of the peer has one; the settings are those of the defaults otherwise. */
    private static final List<LearnerCase> SMALL = List.of(
        new LearnerCase("mlp", 8, List.of("network.head.hidden-units=16", "learning.target.update=polyak")),
        // A threshold that would be seen, were it not for the squared loss.
        new LearnerCase("mlp", 8, List.of("learning.loss=squared", "learning.huber-threshold=0.01")),
        new LearnerCase("lstm", 8, List.of("network.memory.units=16")),
        new LearnerCase("gru", 8, List.of("learning.sequence.stored-state=false", "network.memory.units=16")),
        new LearnerCase("transformer", 8, List.of("network.memory.gate=residual", "network.memory.layers=1")),
        new LearnerCase("transformer", 8, List.of("network.memory.positions=none", "network.memory.layers=1",
            "learning.value-rescaling=square-root")),
        new LearnerCase("cnn", 8, List.of("learning.value-rescaling=square-root")),
        new LearnerCase("transformer", 64, List.of("network.memory.layers=1")));

    @Test
    void shouldComputeWhatPyTorchComputesAndTellTheRatio() throws IOException {
        Python.assumeHas("torch, numpy");
        List<JsonNode> rows = run(Python.PROGRAM);
        assertEquals(SMALL.size(), rows.size());
        for (JsonNode row : rows) {
            // That the peer computed the same is a condition of every row.
            assertTrue(row.get("max_q_difference").asDouble() <= 1e-4, row.toString());
            assertTrue(row.get("ratio").asDouble() > 0, row.toString());
            assertTrue(row.get("ratio_min").asDouble() <= row.get("ratio").asDouble(), row.toString());
        }
    }

    @Test
    void shouldTellItsOwnStepsWhereThereIsNoPyTorch() throws IOException {
        for (JsonNode row : run("no-such-python")) {
            assertTrue(row.get("learner_steps_per_s").asDouble() > 0, row.toString());
            assertTrue(row.get("pytorch_steps_per_s").isNull(), row.toString());
            assertTrue(row.get("ratio").isNull(), row.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pong", "--seconds", "--seconds 0", "--rounds x", "--hours 3"})
    void shouldRefuseWhatIsNoArgument(String args) {
        TroupeException refusal = assertThrows(TroupeException.class,
            () -> new LearnerBenchmark().run(List.of(args.split(" ")), true, System.out, told -> { }));
        assertTrue(refusal.getMessage().startsWith("the benchmark learner "), refusal.getMessage());
    }

    @Test
    void shouldTakeCasesByTheirNetworkOrWithTheirBatch() {
        assertEquals(2, LearnerPlan.parse(List.of("mlp"), LearnerCase.ALL).cases().size());
        LearnerPlan plan = LearnerPlan.parse(List.of("--set", "learning.n-step=1", "mlp-512", "--rounds", "3"),
            LearnerCase.ALL);
        assertEquals(List.of("mlp-512"), plan.cases().stream().map(LearnerCase::name).toList());
        assertEquals(List.of("learning.n-step=1"), plan.settings());
        assertEquals(3, plan.rounds());
    }

    @Test
    void shouldCallMemoryFlatThatOnlyGrewAtFirst() {
        assertTrue(LearnerMemory.of(new long[] {0, 50, 100, 101, 100, 100}, 6).isFlat());
        long leak = LearnerMemory.MAX_GROWTH_BYTES;
        LearnerMemory grown = LearnerMemory.of(new long[] {0, leak, 2 * leak, 3 * leak, 4 * leak, 5 * leak}, 6);
        assertFalse(grown.isFlat());
        assertEquals(leak, grown.bytesPerStep());
    }

    @Test
    void shouldNameTheNetworkThatGrewInALongRunAndJudgeNoTry() {
        LearnerMemoryBenchmark.judge(List.of("lstm (9,000,000)"), 9_999);
        LearnerMemoryBenchmark.judge(List.of(), 10_000);
        TroupeException verdict = assertThrows(TroupeException.class,
            () -> LearnerMemoryBenchmark.judge(List.of("lstm (9,000,000)"), 10_000));
        assertTrue(verdict.getMessage().endsWith(": lstm (9,000,000)"), verdict::getMessage);
    }

    @Test
    void shouldWatchTheMemoryOfEveryNetwork() throws IOException {
        List<JsonNode> rows = watchMemory("--steps", "300");
        assertEquals(List.of("mlp", "lstm", "gru", "transformer"),
            rows.stream().map(row -> row.get("network").asText()).toList());
        assertTrue(rows.stream().allMatch(row -> row.get("resident_bytes_last_third").asLong() > 10 << 20));
    }

    @Test
    void shouldWatchTheMemoryOfANamedNetworkAlone() throws IOException {
        List<JsonNode> rows = watchMemory("--steps", "300", "mlp");
        assertEquals(List.of("mlp"), rows.stream().map(row -> row.get("network").asText()).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"pong", "--steps", "--steps 29", "mlp --steps x", "--hours 3"})
    void shouldRefuseWhatIsNoArgumentOfTheMemory(String args) {
        TroupeException refusal = assertThrows(TroupeException.class,
            () -> new LearnerMemoryBenchmark().run(List.of(args.split(" ")), true, System.out, told -> { }));
        assertTrue(refusal.getMessage().startsWith("the benchmark learner-memory takes "), refusal.getMessage());
    }

    private static List<JsonNode> watchMemory(String... args) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new LearnerMemoryBenchmark().run(List.of(args), true, new PrintStream(bytes), told -> { });
        return rows(bytes);
    }

    private static List<JsonNode> run(String python) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new LearnerBenchmark(python, SMALL).run(List.of("--seconds", "0.02", "--rounds", "2"), true,
            new PrintStream(bytes), told -> { });
        return rows(bytes);
    }

    private static List<JsonNode> rows(ByteArrayOutputStream bytes) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        for (String line : Stream.of(bytes.toString(StandardCharsets.UTF_8).split("\n")).toList()) {
            rows.add(new ObjectMapper().readTree(line));
        }
        return rows;
    }
}
