package io.troupe.benchmarks.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.error.TroupeException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScaleSimulationTest {
    @Test
    void shouldGiveTheSameTwice() {
        assertEquals(run("--actors 100 --shards 4 --fan-out 2"), run("--actors 100 --shards 4 --fan-out 2"));
    }

    @Test
    void shouldBeHeldUpByNothingButTheActorsPaceWhereTheyAreFew() {
        ScaleResult result = run("--actors 90 --shards 4 --fan-out 2 --seconds 10");
        assertEquals(List.of(), result.full());
        assertEquals(90 * 35, result.insertsPerS(), 50);
        assertEquals(0.776, result.samplesPerInsert(), 0.03, "apart from the error buffer of 1,000 steps");
    }

    @Test
    void shouldHoldTheReplayRatioWhereTheLearnerIsTheLimit() {
        ScaleResult result = run("--actors 400 --shards 4 --fan-out 2");
        assertEquals(List.of(Resource.LEARNER_THREAD), result.full());
        assertEquals(19, result.learnerStepsPerS(), 0.5);
        assertEquals(0.776, result.samplesPerInsert(), 0.03);
        assertTrue(result.insertsPerS() < 13_500, "the limiter holds the actors back: " + result.insertsPerS());
    }

    @Test
    void shouldBeLimitedByTheOneShardThatTooManyStepsAreSentTo() {
        ScaleResult result = run("--actors 100 --steps-per-actor 2000 --shards 1 --fan-out 2"
            + " --samples-per-insert none --publish-steps 1");
        assertTrue(result.full().contains(Resource.SHARD_DRIVER), result.toString());
        assertTrue(result.insertsPerS() < 140_000, "of 200,000: " + result.insertsPerS());
    }

    @Test
    void shouldTakeAsLongAsTheLearnersUplinkTakesForAllCopiesWhereAllPullFromIt() {
        // 200 × 10 MB at 10 Gbit/s, where neither other traffic nor the processes' own speed counts.
        ScaleResult result = run("--actors 200 --actors-per-host 1 --shards 1 --fan-out 0 --remoting-mb 100000"
            + " --publish-steps 20");
        assertEquals(1.62, result.delayP50S(), 0.1);
        ScaleResult relayed = run("--actors 200 --actors-per-host 1 --shards 1 --fan-out 2 --remoting-mb 100000"
            + " --publish-steps 20");
        assertTrue(relayed.delayMaxS() < 0.1, relayed.toString());
    }

    @Test
    void shouldRefuseOptionsThatDoNotExistAndValuesThatAreNone() {
        for (String wrong : List.of("--hosts 3", "--actors 0", "--actors many", "--gbits -1", "--seconds", "fast 1")) {
            TroupeException refusal = assertThrows(TroupeException.class, () -> cases(wrong));
            assertTrue(refusal.getMessage().contains(wrong.split(" ")[0]), refusal.getMessage());
        }
    }

    private static ScaleResult run(String options) {
        return new ScaleSimulation(cases("--versions 1 --seconds 1 " + options).get(0)).run();
    }

    private static List<ScaleCase> cases(String options) {
        return ScaleCases.of(ScaleCases.options().read(List.of(options.split(" "))));
    }
}
