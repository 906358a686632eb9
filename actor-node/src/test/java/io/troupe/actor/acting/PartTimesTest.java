package io.troupe.actor.acting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.actor.acting.PartTimes.Part;
import io.troupe.common.agent.ActorTime;
import io.troupe.common.weights.WeightsSnapshot;
import org.junit.jupiter.api.Test;

class PartTimesTest {
    private static final long IDLE_NS = 1_000_000;

    private final PartTimes times = new PartTimes();
    private final ActorHarness harness = new ActorHarness(new ActorHarness.Options(), ActorHarness.shards(3));

    @Test
    void shouldCountEachPartAndWhatLiesBetweenCyclesAsWaiting() {
        times.begin(1_000);
        times.did(Part.SENDING, 1_001);
        times.did(Part.NETWORK, 1_011);
        times.did(Part.ENVIRONMENTS, 1_111);
        times.did(Part.SENDING, 1_113);
        times.end(true, false);
        assertEquals(new ActorTime(10, 100, 3, 0), times.spent());
        times.begin(2_113);
        times.did(Part.SENDING, 2_114);
        times.end(true, false);
        assertEquals(new ActorTime(10, 100, 4, 1_000), times.spent());
    }

    @Test
    void shouldCountACycleThatFoundNothingToDoAsWaiting() {
        idle(1_000, false);
        idle(1_100, false);
        assertEquals(new ActorTime(0, 0, 0, 101), times.spent());
    }

    @Test
    void shouldNotCountPauses() {
        idle(1_000, false);
        idle(5_000, true);
        idle(9_000, true);
        idle(13_000, false);
        idle(13_010, false);
        assertEquals(new ActorTime(0, 0, 0, 1 + 1 + 10), times.spent());
    }

    @Test
    void anActorShouldReadTheClockForItsPartsAndNotForItsLanes() {
        harness.cycle(1);
        harness.tickNs = 1;
        harness.cycle(1);
        ActorTime before = harness.actor.report().time();
        long evaluations = harness.qFunction.evaluations();
        harness.cycle(10);
        ActorTime after = harness.actor.report().time();
        assertEquals(harness.qFunction.evaluations() - evaluations, after.networkNs() - before.networkNs());
        assertEquals(2 * 10, after.environmentsNs() - before.environmentsNs(), "before and after the network");
        assertEquals(2 * 10, after.sendingNs() - before.sendingNs(), "acknowledgements, and records");
        assertEquals(10 * (IDLE_NS + 1), after.waitingNs() - before.waitingNs());
    }

    @Test
    void anActorWithoutWeightsShouldWait() {
        WeightsSnapshot later = harness.weights;
        harness.weights = null;
        harness.tickNs = 1;
        harness.cycle(10);
        ActorTime time = harness.actor.report().time();
        assertEquals(0, time.networkNs() + time.environmentsNs());
        assertTrue(time.waitingNs() > 9 * IDLE_NS, time.toString());
        harness.weights = later;
        harness.cycle(1);
        assertTrue(harness.actor.report().time().networkNs() > 0, "the loading is the network's");
    }

    private void idle(long nowNs, boolean isPaused) {
        times.begin(nowNs);
        times.did(Part.SENDING, nowNs + 1);
        times.end(false, isPaused);
    }
}
