package io.troupe.benchmarks.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MeasuredRunTest {
    /** Learns from second 3 on: 100 env steps and 10 learner steps a second at first, ten times that from 18 on. */
    private static final List<String> LINES = IntStream.range(0, 40).mapToObj(second -> line(second,
        second < 18 ? 100 * second : 1_800 + 1_000 * (second - 18),
        second < 3 ? 0 : second < 18 ? 10 * (second - 2) : 160 + 100 * (second - 18))).toList();

    @Test
    void shouldCountFromTheWarmUpOn() throws JsonProcessingException {
        assertEquals(Optional.of(new MeasuredRun.Rates(1_000, 100)), MeasuredRun.rates(LINES, 0, 10));
        assertEquals(Optional.empty(), MeasuredRun.rates(LINES.subList(0, 28), 0, 10));
        assertEquals(Optional.empty(), MeasuredRun.rates(LINES.subList(0, 3), 0, 0));
    }

    @Test
    void theWarmUpShouldBeginWhenAllAreTogether() throws JsonProcessingException {
        assertEquals(Optional.empty(), MeasuredRun.rates(LINES, 15, 10));
        assertEquals(Optional.of(new MeasuredRun.Rates(1_000, 100)), MeasuredRun.rates(LINES, 14, 10));
    }

    @Test
    void allShouldBeTogetherWhenEachActorAndShardHasJoinedAndNoneIsGone() throws JsonProcessingException {
        MeasuredRun.Plan plan = new MeasuredRun.Plan("cartpole", 1_000, 2, 1, 10);
        List<String> events = List.of(event(0, "the run begins"), event(0, "actor-2 (actor, node 1) joined"),
            event(0, "learner (learner, node 2) joined"), event(1, "actor-2 (actor, node 1) is gone"),
            event(3, "replay-1 (replay, node 4) joined"), event(3.5, "actor-1 (actor, node 5) joined"),
            event(4.5, "actor-2 (actor, node 6) joined"), event(6, "checkpoint 1"));
        assertEquals(OptionalDouble.of(4.5), MeasuredRun.togetherS(events, plan));
        assertEquals(OptionalDouble.empty(), MeasuredRun.togetherS(events.subList(0, 6), plan));
    }

    private static String event(double timeS, String message) {
        return "{\"time_s\":" + timeS + ",\"message\":\"" + message + "\"}";
    }

    private static String line(int second, long envSteps, long learnerSteps) {
        return "{\"time_s\":" + second + ",\"env_steps\":" + envSteps + ",\"learner_steps\":" + learnerSteps + "}";
    }
}
