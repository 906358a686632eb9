package io.troupe.actor.acting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.config.ActorSettings;
import io.troupe.common.config.LearningSettings.Sequence;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.weights.WeightsSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ActorTest {
    private static final ActorSettings SETTINGS =
        new ActorSettings(1, 1, null, 64, 8, 20, 1000, 3, ActorSettings.Staleness.any());

    private final ActorHarness.Options options = new ActorHarness.Options();
    private final FakeShards shards = ActorHarness.shards(3);

    @Test
    void shouldNotStepBeforeTheFirstWeights() {
        ActorHarness harness = new ActorHarness(options, shards);
        WeightsSnapshot later = harness.weights;
        harness.weights = null;
        harness.cycle(50);
        assertEquals(0, harness.actor.report().producedSteps());
        harness.weights = later;
        harness.cycle(10);
        assertEquals(40, harness.actor.report().producedSteps());
        assertEquals(5, harness.actor.report().weightsVersion());
        harness.drainAndCheck();
    }

    @Test
    void shouldCallTheNetworkOnceForAllLanesAndOnceMoreForThoseThatWereCut() {
        options.maxUnacknowledged = 1024;
        ActorHarness harness = new ActorHarness(options, shards);
        harness.cycle(300);
        assertEquals(1200, harness.actor.report().producedSteps());
        harness.drainAndCheck();
        int[] cutsOfCycle = new int[300];
        for (ActorReport.Lane lane : harness.actor.report().lanes()) {
            int step = 0;
            for (byte[] bytes : shards.stored(lane.laneId())) {
                ActorHarness.Record record = new ActorHarness.Record(bytes);
                if ((record.flags & StepLayout.FLAG_CLOSING) == 0) {
                    cutsOfCycle[step++] |= record.flags & StepLayout.FLAG_TRUNCATED;
                }
            }
        }
        long cyclesWithCuts = Arrays.stream(cutsOfCycle).filter(cut -> cut != 0).count();
        assertTrue(cyclesWithCuts > 20);
        assertEquals(300 + cyclesWithCuts, harness.qFunction.evaluations());
    }

    @Test
    void shouldGiveEveryCompleteWindowThePriorityThatItsRecordsSay() {
        ActorHarness harness = new ActorHarness(options, ActorHarness.shards(4).fault(0.1));
        harness.cycle(3_000);
        harness.drainAndCheck();
        int windows = 0;
        for (ActorReport.Lane lane : harness.actor.report().lanes()) {
            List<ActorHarness.Record> records =
                harness.shards.stored(lane.laneId()).stream().map(ActorHarness.Record::new).toList();
            Map<Long, Float> priorities = List.of(11L, 22L).stream()
                .map(store -> harness.shards.lane(store, lane.laneId()))
                .filter(Objects::nonNull).findFirst().orElseThrow().priorities;
            for (int start = 0; start < records.size(); start++) {
                Double expected = expectedPriority(records, start);
                if (expected == null) {
                    assertFalse(priorities.containsKey((long) start), "window " + start + " is not complete");
                } else {
                    assertEquals(expected, priorities.get((long) start), 1e-3 + 1e-5 * expected, "window " + start);
                    windows++;
                }
            }
        }
        assertTrue(windows > 2_000, "windows: " + windows);
    }

    /** |δ| by the definition, from the stored records; null where the window is not complete or none starts there. */
    private static Double expectedPriority(List<ActorHarness.Record> records, int start) {
        if ((records.get(start).flags & StepLayout.FLAG_CLOSING) != 0) {
            return null;
        }
        double target = 0;
        double discount = 1;
        for (int i = 0; ; i++) {
            if (start + i >= records.size()) {
                return null;
            }
            ActorHarness.Record record = records.get(start + i);
            if (i == ActorHarness.N_STEP || (record.flags & StepLayout.FLAG_CLOSING) != 0) {
                target += discount * record.maxQ();
                break;
            }
            target += discount * record.reward;
            discount *= ActorHarness.DISCOUNT;
            if ((record.flags & StepLayout.FLAG_TERMINATED) != 0) {
                break;
            }
        }
        return Math.abs(target - records.get(start).q(records.get(start).action));
    }

    @Test
    void shouldMarkEveryStepWithTheWeightsThatMadeIt() {
        ActorHarness harness = new ActorHarness(options, shards);
        harness.cycle(20);
        harness.weights = new WeightsSnapshot(1, 4, 40, FakeQFunction.weights(0, 0, 0));
        harness.cycle(20);
        harness.weights = new WeightsSnapshot(2, 3, 30, FakeQFunction.weights(0, 0, 0));
        harness.cycle(20);
        harness.drainAndCheck();
        List<Long> versions = shards.stored(ActorHarness.laneId(0)).stream()
            .map(bytes -> new ActorHarness.Record(bytes).weightsVersion).distinct().toList();
        assertEquals(List.of(5L, 3L), versions, "an older version is passed over, a newer incarnation is not");
    }

    @Test
    void shouldExploreWithItsEpsilonAndElseActGreedily() {
        options.epsilon = 0.3;
        ActorHarness harness = new ActorHarness(options, shards);
        harness.cycle(4_000);
        harness.drainAndCheck();
        int[] actions = new int[3];
        int steps = 0;
        for (byte[] bytes : shards.stored(ActorHarness.laneId(1))) {
            ActorHarness.Record record = new ActorHarness.Record(bytes);
            // From number 1 on, action 0 has the largest Q-value.
            if (record.flags != StepLayout.FLAG_CLOSING && record.number > 1) {
                actions[record.action]++;
                steps++;
            }
        }
        assertEquals(0.8, actions[0] / (double) steps, 0.025);
        assertEquals(0.1, actions[1] / (double) steps, 0.02);
        assertEquals(0.1, actions[2] / (double) steps, 0.02);
    }

    @Test
    void shouldBeTheSameForTheSameSeedAndAnotherForAnother() {
        assertEquals(story(1), story(1));
        assertFalse(story(1).equals(story(2)));
    }

    private String story(long seed) {
        ActorHarness.Options seeded = new ActorHarness.Options();
        seeded.seed = seed;
        ActorHarness harness = new ActorHarness(seeded, ActorHarness.shards(1));
        harness.cycle(200);
        harness.drainAndCheck();
        StringBuilder story = new StringBuilder();
        harness.shards.stored(ActorHarness.laneId(2)).forEach(bytes -> story.append(Arrays.toString(bytes)));
        return story.toString();
    }

    @Test
    void shouldStopSteppingWhilePausedAndStillSend() {
        ActorHarness harness = new ActorHarness(options, shards);
        harness.cycle(30);
        harness.actor.setPaused(true);
        harness.cycle(50);
        ActorReport paused = harness.actor.report();
        assertEquals(120, paused.producedSteps());
        paused.lanes().forEach(lane -> assertEquals(lane.producedRecords(), lane.acknowledgedRecords()));
        assertEquals(0, harness.actor.doWork());
        harness.actor.setPaused(false);
        harness.cycle(1);
        assertEquals(124, harness.actor.report().producedSteps());
    }

    @Test
    void shouldTellFinishedEpisodes() {
        ActorHarness harness = new ActorHarness(options, shards);
        harness.cycle(500);
        harness.drainAndCheck();
        List<String> told = new ArrayList<>();
        harness.actor.episodes().read(0, (laneId, episodeReturn, length, epsilon) -> {
            if (laneId == ActorHarness.laneId(3)) {
                told.add(episodeReturn + " " + length + " " + epsilon);
            }
        });
        List<String> expected = new ArrayList<>();
        float sum = 0;
        int length = 0;
        for (byte[] bytes : shards.stored(ActorHarness.laneId(3))) {
            ActorHarness.Record record = new ActorHarness.Record(bytes);
            sum += record.reward;
            length += record.flags == StepLayout.FLAG_CLOSING ? 0 : 1;
            if ((record.flags & (StepLayout.FLAG_TERMINATED | StepLayout.FLAG_TRUNCATED)) != 0) {
                expected.add(sum + " " + length + " 0.3");
                sum = 0;
                length = 0;
            }
        }
        assertTrue(expected.size() > 20);
        assertEquals(expected, told);
    }

    @Test
    void shouldCutTheEpisodeOfAnEnvironmentThatFailsAndMakeItAnew() {
        options.failsEvery = 9;
        options.lanes = 1;
        ActorHarness harness = new ActorHarness(options, shards);
        harness.cycle(100);
        harness.actor.drain();
        harness.cycle(100);
        List<ActorHarness.Record> records =
            shards.stored(ActorHarness.laneId(0)).stream().map(ActorHarness.Record::new).toList();
        int failures = 0;
        for (int i = 0; i + 2 < records.size(); i++) {
            if (records.get(i).number == 8 && records.get(i + 1).number == 8) {
                assertEquals(StepLayout.FLAG_TRUNCATED, records.get(i).flags & ~StepLayout.FLAG_EPISODE_START);
                assertEquals(0, records.get(i).reward);
                assertEquals(StepLayout.FLAG_CLOSING, records.get(i + 1).flags);
                assertEquals(records.get(i).bits, records.get(i + 1).bits);
                assertEquals(StepLayout.FLAG_EPISODE_START, records.get(i + 2).flags & StepLayout.FLAG_EPISODE_START);
                assertEquals(0, records.get(i + 2).number);
                failures++;
            }
            assertTrue(Float.isFinite(records.get(i).number));
        }
        assertTrue(failures > 3, "failures: " + failures);
        assertEquals(harness.actor.report().producedRecords(), records.size());
        assertTrue(harness.actor.report().environmentErrors() >= failures);
    }

    @Test
    void shouldGiveUpWhenAnEnvironmentFailsManyTimesInARow() {
        ActorSpec spec = new ActorSpec(7, CountingEnvironment.LAYOUT, List.of(new LaneSpec(1, 0, 1)),
            random -> {
                throw new IllegalStateException("no simulator");
            }, SETTINGS, 3, 0.9, Sequence.none(), 1, 4096);
        FakeQFunction qFunction = new FakeQFunction(CountingEnvironment.LAYOUT.schema(), 1);
        WeightsSnapshot weights = new WeightsSnapshot(1, 1, 0, FakeQFunction.weights(1, 1, 1));
        Actor actor = new Actor(spec, () -> qFunction, shards, () -> weights, shards, () -> 0);
        actor.onStart();
        actor.doWork();
        actor.doWork();
        TroupeException fatal = assertThrows(TroupeException.class, actor::doWork);
        assertEquals(ErrorCode.ENVIRONMENT, fatal.code());
        assertTrue(fatal.getMessage().contains("3 times in a row") && fatal.getMessage().contains("no simulator"),
            fatal.getMessage());
    }

    @Test
    void shouldRefuseANetworkThatDoesNotFit() {
        ActorHarness harness = new ActorHarness(options, shards);
        FakeQFunction tooSmall = new FakeQFunction(CountingEnvironment.LAYOUT.schema(), 1);
        ActorSpec spec = new ActorSpec(7, CountingEnvironment.LAYOUT,
            List.of(new LaneSpec(1, 0, 1), new LaneSpec(2, 0, 1)), random -> new CountingEnvironment(random, 0),
            SETTINGS, 3, 0.9, Sequence.none(), 1, 4096);
        Actor actor = new Actor(spec, () -> tooSmall, shards, () -> harness.weights, shards, () -> 0);
        assertEquals(ErrorCode.LAYOUT_MISMATCH, assertThrows(TroupeException.class, actor::onStart).code());
        actor.onClose();
        assertTrue(tooSmall.isClosed());
    }

    @Test
    void shouldRefuseANetworkWhoseStateIsNotTheOneThatIsStored() {
        StepLayout layout = new StepLayout(CountingEnvironment.LAYOUT.schema(), 32);
        FakeQFunction qFunction = new FakeQFunction(layout.schema(), 1, 16);
        ActorSpec spec = new ActorSpec(7, layout, List.of(new LaneSpec(1, 0, 1)),
            random -> new CountingEnvironment(random, 0), SETTINGS, 3, 0.9,
            Sequence.none(), 1, 4096);
        Actor actor = new Actor(spec, () -> qFunction, shards, () -> null, shards, () -> 0);
        TroupeException error = assertThrows(TroupeException.class, actor::onStart);
        assertEquals(ErrorCode.LAYOUT_MISMATCH, error.code());
        assertTrue(error.getMessage().contains("16") && error.getMessage().contains("32"), error.getMessage());
        actor.onClose();
    }
}
