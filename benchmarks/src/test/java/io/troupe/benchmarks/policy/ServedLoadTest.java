package io.troupe.benchmarks.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ServedLoadTest {
    @Test
    void shouldAnswerEveryClientWholeWhileWeightsAreSwapped() {
        ServedLoad load = ServedLoad.of(32, 100, 2);
        assertEquals(0, load.errors());
        assertEquals(0, load.mixed());
        assertTrue(load.requestsPerS() > 100, load::toString);
    }

    @Test
    void shouldTellHowLongAnActTakes() {
        ActLatency latency = ActLatency.of("transformer");
        assertTrue(latency.p50Ms() > 0 && latency.p99Ms() >= latency.p50Ms(), latency::toString);
    }
}
