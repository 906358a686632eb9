package io.troupe.benchmarks.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class EncryptionBenchmarkTest {
    @Test
    void shouldMeasureBothInTurn() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new EncryptionBenchmark(List.of(8192), List.of(256), 3, 2_000_000).run(List.of(), true,
            new PrintStream(bytes, true, StandardCharsets.UTF_8), told -> { });
        JsonNode line = new ObjectMapper().readTree(bytes.toString(StandardCharsets.UTF_8));
        assertEquals(8192, line.path("mtu_bytes").asInt());
        assertEquals(256, line.path("row_bytes").asInt());
        assertTrue(line.path("clear_mb_per_s").asDouble() > 0 && line.path("encrypted_mb_per_s").asDouble() > 0,
            line.toString());
        double ratio = line.path("ratio").asDouble();
        assertTrue(ratio >= line.path("ratio_min").asDouble() && ratio <= line.path("ratio_max").asDouble(),
            line.toString());
    }
}
