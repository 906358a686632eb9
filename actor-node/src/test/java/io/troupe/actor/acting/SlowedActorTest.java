package io.troupe.actor.acting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.config.ActorSettings.Staleness;
import io.troupe.common.config.ActorSettings.Staleness.Action;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.weights.WeightsSnapshot;
import io.troupe.common.weights.WeightsVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** An actor whose weights come over a slow link, under each of the bounds of {@code actors.staleness}. */
class SlowedActorTest {
    private static final int PUBLISH_EVERY_MS = 10;
    private static final int LINK_MS = 35;
    private static final int CYCLES = 3_000;

    private final ActorHarness.Options options = new ActorHarness.Options();
    private ActorHarness harness;

    /** As a stored record was chosen: by which weights, of which that were announced then, known for how long. */
    private record Choice(long announced, long newerForMs) {
    }

    /** What is known of each lane's records, one after the other. */
    private final List<List<Choice>> choices = new ArrayList<>();
    /** When each version was announced. */
    private final List<Long> announcedMs = new ArrayList<>();
    private long pulling;
    private long pulledMs;

    @Test
    void shouldFallBehindByManyVersionsWithoutABound() {
        run(Staleness.any());
        assertTrue(versionsBehind() >= 6, "only " + versionsBehind() + " versions");
        assertEquals(CYCLES * options.lanes, harness.actor.report().producedSteps());
    }

    @Test
    void shouldStoreNoStepFurtherBehindThanTheBoundAndGoOnWithNewerWeights() {
        for (int bound = 4; bound <= 5; bound++) {
            run(new Staleness(OptionalLong.of(bound), OptionalDouble.empty(), Action.WAIT));
            assertEquals(bound, versionsBehind(), "the most versions of any stored step");
            assertWaitedAndWentOn();
        }
    }

    @Test
    void shouldStoreNoStepByWeightsThatNewerOnesWereAnnouncedForLongerThanTheBound() {
        run(new Staleness(OptionalLong.empty(), OptionalDouble.of(0.04), Action.WAIT));
        long longest = choices.stream().flatMap(List::stream).mapToLong(Choice::newerForMs).max().orElseThrow();
        assertEquals(40, longest);
        assertWaitedAndWentOn();
    }

    private void assertWaitedAndWentOn() {
        ActorReport report = harness.actor.report();
        long steps = report.producedSteps() / options.lanes;
        assertEquals(CYCLES, steps + report.staleness().waitedNs() / 1_000_000, "each cycle steps or waits");
        assertTrue(steps > CYCLES / 10 && steps < CYCLES * 9 / 10, steps + " steps");
        assertTrue(report.weightsVersion() > CYCLES / PUBLISH_EVERY_MS - 10);
        assertEquals(0, report.staleness().markedSteps());
    }

    @Test
    void shouldMarkExactlyTheStepsThatAreFurtherBehindAndGoOnWithAll() {
        int bound = 4;
        run(new Staleness(OptionalLong.of(bound), OptionalDouble.empty(), Action.MARK));
        long marked = 0;
        for (int lane = 0; lane < options.lanes; lane++) {
            List<byte[]> stored = harness.shards.stored(ActorHarness.laneId(lane));
            for (int i = 0; i < stored.size(); i++) {
                ActorHarness.Record record = new ActorHarness.Record(stored.get(i));
                boolean isStep = (record.flags & StepLayout.FLAG_CLOSING) == 0;
                boolean isBeyond = choices.get(lane).get(i).announced - record.weightsVersion > bound;
                boolean isMarked = (record.flags & StepLayout.FLAG_STALE) != 0;
                assertEquals(isStep && isBeyond, isMarked, "record " + i + " of lane " + lane);
                marked += isMarked ? 1 : 0;
            }
        }
        ActorReport report = harness.actor.report();
        assertEquals(marked, report.staleness().markedSteps());
        assertEquals(CYCLES * options.lanes, report.producedSteps());
        assertTrue(marked > report.producedSteps() / 10 && marked < report.producedSteps() * 9 / 10, marked + " marked");
        assertEquals(0, report.staleness().waitedNs());
    }

    @Test
    void shouldNotWaitWhileNothingNewerIsAnnounced() {
        start(new Staleness(OptionalLong.of(0), OptionalDouble.of(0), Action.WAIT));
        harness.announced = harness.weights.id();
        harness.cycle(CYCLES);
        assertEquals(CYCLES * options.lanes, harness.actor.report().producedSteps());
    }

    @Test
    void shouldGoOnWithItsOldWeightsWhereTheAnnouncedOnesWillNotCome() {
        start(new Staleness(OptionalLong.of(0), OptionalDouble.empty(), Action.WAIT));
        harness.cycle(10);
        harness.announced = new WeightsVersion(1, 6);
        harness.cycle(10);
        assertEquals(10 * options.lanes, harness.actor.report().producedSteps());
        assertEquals(1, harness.actor.report().staleness().versionsBehind());
        harness.announced = null;
        harness.cycle(10);
        assertEquals(20 * options.lanes, harness.actor.report().producedSteps());
    }

    @Test
    void shouldDeliverEverythingWhileItWaits() {
        start(new Staleness(OptionalLong.of(0), OptionalDouble.empty(), Action.WAIT));
        harness.cycle(10);
        harness.announced = new WeightsVersion(1, 6);
        harness.cycle(50);
        harness.actor.report().lanes().forEach(lane ->
            assertEquals(lane.producedRecords(), lane.acknowledgedRecords()));
        assertFalse(harness.actor.isDrained());
        harness.drainAndCheck();
    }

    private void start(Staleness staleness) {
        options.staleness = staleness;
        harness = new ActorHarness(options, ActorHarness.shards(3));
    }

    /** Publishes a version every so often, over a link that brings one at a time and takes longer for it. */
    private void run(Staleness staleness) {
        start(staleness);
        choices.clear();
        announcedMs.clear();
        for (int lane = 0; lane < options.lanes; lane++) {
            choices.add(new ArrayList<>());
        }
        long first = harness.weights.version();
        pulling = 0;
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            long nowMs = harness.nowMs + 1;
            if (cycle % PUBLISH_EVERY_MS == 0) {
                announcedMs.add(nowMs);
                harness.announced = new WeightsVersion(1, first + announcedMs.size());
            }
            carry(nowMs);
            harness.cycle(1);
            note(first);
        }
        harness.drainAndCheck();
    }

    private void carry(long nowMs) {
        if (pulling != 0 && nowMs - pulledMs >= LINK_MS) {
            harness.weights = new WeightsSnapshot(1, pulling, 0, FakeQFunction.weights(ActorHarness.WEIGHTS));
            pulling = 0;
        }
        if (pulling == 0 && harness.announced.version() > harness.weights.version()) {
            pulling = harness.announced.version();
            pulledMs = nowMs;
        }
    }

    private void note(long first) {
        int next = (int) (harness.weights.version() - first);
        long newerForMs = next == announcedMs.size() ? 0 : harness.nowMs - announcedMs.get(next);
        List<ActorReport.Lane> lanes = harness.actor.report().lanes();
        for (int lane = 0; lane < lanes.size(); lane++) {
            while (choices.get(lane).size() < lanes.get(lane).producedRecords()) {
                choices.get(lane).add(new Choice(harness.announced.version(), newerForMs));
            }
        }
    }

    /** The most that any stored record is behind what was announced when it was made. */
    private long versionsBehind() {
        long most = 0;
        for (int lane = 0; lane < options.lanes; lane++) {
            List<byte[]> stored = harness.shards.stored(ActorHarness.laneId(lane));
            for (int i = 0; i < stored.size(); i++) {
                most = Math.max(most, choices.get(lane).get(i).announced
                    - new ActorHarness.Record(stored.get(i)).weightsVersion);
            }
        }
        return most;
    }
}
