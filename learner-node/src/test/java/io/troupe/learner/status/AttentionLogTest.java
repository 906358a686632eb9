package io.troupe.learner.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.common.attention.AttentionRecord;
import io.troupe.common.attention.WatchedDecision;
import io.troupe.common.error.TroupeException;
import io.troupe.common.network.Attention.Over;
import io.troupe.common.network.AttentionReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttentionLogTest {
    private static final int MAX_BYTES = 4_000;
    @TempDir
    private Path folder;
    private Path file;
    private Path before;
    private AttentionLog log;

    @BeforeEach
    void open() {
        file = folder.resolve("attention.jsonl");
        before = folder.resolve("attention-1.jsonl");
        log = new AttentionLog(file, before, MAX_BYTES);
    }

    private static EvaluatedAttention evaluated(long evaluation, int decisions) {
        return new EvaluatedAttention(evaluation, 70 + evaluation, 1_400, new AttentionRecord(
            IntStream.range(0, decisions).mapToObj(step -> new WatchedDecision(0, 2 * step, 1, List.of(0.25f, 0.5f),
                "[=o=]\n", List.of(new AttentionReading("memory.layers.0", Over.STEPS, 1,
                    new float[] {0.123456f, 0.876544f})))).toList(), 2, List.of()));
    }

    @Test
    void shouldWriteALineForEachDecision() throws IOException {
        log.write(evaluated(3, 2));
        List<String> lines = Files.readAllLines(file);
        assertEquals(2, lines.size());
        JsonNode line = new ObjectMapper().readTree(lines.get(1));
        assertEquals("{\"evaluation\":3,\"weights_version\":73,\"learner_step\":1400,\"stride\":2,\"episode\":0,"
            + "\"step\":2,\"action\":1,\"q_values\":[0.25,0.5],\"drawing\":\"[=o=]\\n\",\"attention\":["
            + "{\"part\":\"memory.layers.0\",\"over\":\"steps\",\"first_step\":1,\"heads\":["
            + "{\"entropy_bits\":0.5392,\"top\":1,\"top_step\":2,\"weights\":[0.1235,0.8765]}]}]}", line.toString());
    }

    @Test
    void shouldBeginAnotherFileWhenOneIsLong() throws IOException {
        for (int evaluation = 1; evaluation <= 20; evaluation++) {
            log.write(evaluated(evaluation, 4));
            assertTrue(Files.size(file) < 2 * MAX_BYTES);
            assertTrue(!Files.exists(before) || Files.size(before) < 2 * MAX_BYTES);
        }
        List<String> lines = Files.readAllLines(file);
        assertTrue(lines.get(lines.size() - 1).startsWith("{\"evaluation\":20,"), lines.get(lines.size() - 1));
        assertFalse(Files.readString(before).contains("{\"evaluation\":1,"), "the oldest are gone");
    }

    @Test
    void shouldAppendBehindTheLastWholeLine() throws IOException {
        Files.writeString(file, "{\"evaluation\":1}\n{\"evaluation\":2,\"epi");
        log.write(evaluated(3, 1));
        List<String> lines = Files.readAllLines(file);
        assertEquals(2, lines.size());
        assertEquals("{\"evaluation\":1}", lines.get(0));
    }

    @Test
    void shouldTellWhyItCannotBeWritten() {
        AttentionLog nowhere = new AttentionLog(folder.resolve("none/attention.jsonl"), before, MAX_BYTES);
        String message = assertThrows(TroupeException.class, () -> nowhere.write(evaluated(1, 1))).getMessage();
        assertTrue(message.startsWith("cannot write " + folder.resolve("none/attention.jsonl")), message);
    }
}
