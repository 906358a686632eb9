package io.troupe.benchmarks.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MeasuredRunTest {
    @Test
    void shouldCountFromTheWarmUpOn() throws JsonProcessingException {
        // Learns from second 3 on: 100 env steps and 10 learner steps a second at first, ten times that from 8 on.
        List<String> lines = IntStream.range(0, 20).mapToObj(second -> line(second,
            second < 8 ? 100 * second : 800 + 1_000 * (second - 8),
            second < 3 ? 0 : second < 8 ? 10 * (second - 2) : 60 + 100 * (second - 8))).toList();
        assertEquals(Optional.of(new MeasuredRun.Rates(1_000, 100)), MeasuredRun.rates(lines, 10));
        assertEquals(Optional.empty(), MeasuredRun.rates(lines.subList(0, 18), 10));
        assertEquals(Optional.empty(), MeasuredRun.rates(lines.subList(0, 3), 0));
    }

    private static String line(int second, long envSteps, long learnerSteps) {
        return "{\"time_s\":" + second + ",\"env_steps\":" + envSteps + ",\"learner_steps\":" + learnerSteps + "}";
    }
}
