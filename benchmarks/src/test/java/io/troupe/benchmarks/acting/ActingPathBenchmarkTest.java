package io.troupe.benchmarks.acting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.common.agent.ActorTime;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ActingPathBenchmarkTest {
    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shouldTellOfEachNumberOfLanesWhereTheTimeOfAnActorGoes() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new ActingPathBenchmark().run(List.of("masked-cartpole", "--lanes", "2,5", "--seconds", "0.2"), true,
            new PrintStream(out, true, StandardCharsets.UTF_8), told -> { });
        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertEquals(2, lines.size(), lines::toString);
        for (int i = 0; i < 2; i++) {
            JsonNode line = new ObjectMapper().readTree(lines.get(i));
            assertEquals("masked-cartpole", line.get("environment").asText());
            assertEquals("transformer", line.get("network").asText());
            assertEquals(i == 0 ? 2 : 5, line.get("lanes").asInt());
            assertTrue(line.get("steps_per_s_min").asDouble() > 0, line::toString);
            assertTrue(line.get("steps_per_s").asDouble() <= line.get("steps_per_s_max").asDouble(), line::toString);
            assertTrue(line.get("network_share").asDouble() > line.get("environments_share").asDouble(), line::toString);
            assertEquals(1, line.get("network_share").asDouble() + line.get("environments_share").asDouble()
                + line.get("sending_share").asDouble() + line.get("waiting_share").asDouble(), 1e-3);
        }
    }

    @Test
    void shouldTakeTheMedianOfTheTurnsAndTheSharesOfTheirSum() {
        ActingPathResult result = ActingPathResult.of(List.of(
            new ActingTurn(100, 1_000_000_000, 800, new ActorTime(6, 1, 1, 0)),
            new ActingTurn(300, 1_000_000_000, 0, new ActorTime(4, 1, 1, 2)),
            new ActingTurn(400, 2_000_000_000, 800, new ActorTime(2, 2, 0, 0))));
        assertEquals(200, result.stepsPerS().median());
        assertEquals(100, result.stepsPerS().min());
        assertEquals(300, result.stepsPerS().max());
        assertEquals(0.6, result.network());
        assertEquals(0.2, result.environments());
        assertEquals(0.1, result.sending());
        assertEquals(0.1, result.waiting());
        assertEquals(2, result.bytesPerStep());
    }

    @Test
    void shouldRefuseWhatItDoesNotKnow() {
        assertRefused("pong", "pong");
        assertRefused("--lane", "cartpole", "--lane", "8");
        assertRefused("0", "cartpole", "--lanes", "0");
        assertRefused("8 numbers", "--lanes", "1,2,3,4,5,6,7,8,9");
    }

    private static void assertRefused(String told, String... arguments) {
        TroupeException refusal = assertThrows(TroupeException.class,
            () -> new ActingPathBenchmark().run(List.of(arguments), true, System.out, any -> { }));
        assertEquals(ErrorCode.CONFIGURATION, refusal.code());
        assertTrue(refusal.getMessage().contains(told), refusal.getMessage());
    }
}
