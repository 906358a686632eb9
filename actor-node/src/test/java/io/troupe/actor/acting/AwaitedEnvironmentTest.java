package io.troupe.actor.acting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.schema.StepLayout;
import io.troupe.common.weights.WeightsSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Lanes whose environments answer when they like, and what that does to the others. */
class AwaitedEnvironmentTest {
    private final FakeShards shards = ActorHarness.shards(1);
    private final List<LateEnvironment> environments = new ArrayList<>();

    @Test
    void shouldStepTheOthersWhileOneIsWaitedFor() {
        ActorHarness harness = harness(new ActorHarness.Options());
        release(0, false);
        long stepsBefore = steps(harness, 0);
        harness.cycle(400);
        assertEquals(stepsBefore, steps(harness, 0));
        for (int lane = 1; lane < 4; lane++) {
            assertTrue(steps(harness, lane) > 100, "lane " + lane);
        }
        release(0, true);
        harness.cycle(400);
        assertTrue(steps(harness, 0) > 100);
        harness.drainAndCheck();
    }

    @Test
    void shouldStoreTheSameStoriesWheneverOutcomesCome() {
        ActorHarness harness = harness(new ActorHarness.Options());
        Random random = new Random(3);
        for (int i = 0; i < 3_000; i++) {
            int lane = i;
            environments.forEach(one -> one.isLetGo = random.nextInt(4) == lane % 4);
            harness.cycle(1);
        }
        for (int lane = 0; lane < 4; lane++) {
            assertTrue(steps(harness, lane) > 100, "lane " + lane);
        }
        harness.drainAndCheck();
    }

    @Test
    void shouldTellTheWeightsThatChose() {
        ActorHarness harness = harness(new ActorHarness.Options());
        harness.cycle(50);
        release(0, false);
        harness.cycle(10);
        long stepsBefore = steps(harness, 0);
        harness.weights = new WeightsSnapshot(1, 6, 60, harness.weights.data());
        harness.cycle(10);
        release(0, true);
        harness.cycle(100);
        harness.drainAndCheck();
        List<byte[]> records = shards.stored(ActorHarness.laneId(0));
        List<Long> versions = records.stream().map(record -> new ActorHarness.Record(record))
            .filter(record -> (record.flags & StepLayout.FLAG_CLOSING) == 0).map(record -> record.weightsVersion).toList();
        assertEquals(5, versions.get((int) stepsBefore), "chosen before the new weights were there");
        assertEquals(6, versions.get(versions.size() - 1));
    }

    @Test
    void shouldFindNothingToDoWhileAllAreWaitedFor() {
        ActorHarness harness = harness(new ActorHarness.Options());
        environments.forEach(one -> one.isLetGo = false);
        harness.cycle(300);
        harness.nowMs++;
        assertEquals(0, harness.actor.doWork());
    }

    private ActorHarness harness(ActorHarness.Options options) {
        options.around = environment -> {
            LateEnvironment late = new LateEnvironment(environment);
            environments.add(late);
            return late;
        };
        ActorHarness harness = new ActorHarness(options, shards);
        harness.cycle(2);
        return harness;
    }

    private void release(int lane, boolean isLetGo) {
        environments.get(lane).isLetGo = isLetGo;
    }

    private static long steps(ActorHarness harness, int lane) {
        return harness.actor.report().lanes().get(lane).producedSteps();
    }
}
