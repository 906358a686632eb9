package io.troupe.benchmarks.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightsBenchmarkTest {
    @Test
    void shouldMeasureUntilAllReceiversHaveEachPublication() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new WeightsBenchmark(400_000, 100).run(List.of("2", "--publications", "3"), true,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            told -> { });
        JsonNode line = new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
        assertEquals(2, line.path("receivers").asInt());
        assertEquals(3, line.path("publications").asInt());
        double p50 = line.path("p50_ms").asDouble();
        assertTrue(p50 > 0 && p50 <= line.path("p99_ms").asDouble(), line.toString());
        double copied = line.path("tcp_p50_ms").asDouble();
        assertTrue(copied > 0 && copied <= line.path("tcp_p99_ms").asDouble(), line.toString());
    }

    @Test
    void shouldRefuseWhatIsNoNumberOfReceivers() {
        for (String wrong : List.of("0", "129", "-1", "many", "99999999999")) {
            TroupeException refusal = assertThrows(TroupeException.class,
                () -> new WeightsBenchmark().run(List.of("1", wrong), true, System.out, told -> { }));
            assertEquals(ErrorCode.CONFIGURATION, refusal.code());
            assertTrue(refusal.getMessage().contains("'" + wrong + "' for receivers"), refusal.getMessage());
        }
    }

    @Test
    void shouldRefuseWhatIsNoNumberOfPublications() {
        for (List<String> wrong : List.of(List.of("--publications"), List.of("1", "--publications", "0"))) {
            TroupeException refusal = assertThrows(TroupeException.class,
                () -> new WeightsBenchmark().run(wrong, true, System.out, told -> { }));
            assertTrue(refusal.getMessage().contains("for publications, expected 1 to"), refusal.getMessage());
        }
    }
}
