package io.troupe.actor.acting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.error.TroupeException;
import io.troupe.common.wire.StepsMessage;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From the lane to the shards: every record arrives once, whatever happens on the way. */
class DeliveryTest {
    private final ActorHarness.Options options = new ActorHarness.Options();
    private final FakeShards shards = ActorHarness.shards(3);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldStoreEveryRecordOnceOverABadWay(long seed) {
        options.seed = seed;
        ActorHarness harness = new ActorHarness(options, ActorHarness.shards(seed).fault(0.15));
        harness.cycle(4_000);
        harness.drainAndCheck();
        assertTrue(harness.actor.report().resentRecords() > 100, harness.actor.report().toString());
        assertTrue(harness.actor.report().producedSteps() > 500, harness.actor.report().toString());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldStoreEveryRecordOnceWhileShardsComeAndGo(long seed) {
        options.seed = seed;
        options.lanes = 5;
        ActorHarness harness = new ActorHarness(options, ActorHarness.shards(seed).fault(0.05));
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 20; i++) {
            long store = random.nextBoolean() ? 11 : 22;
            switch (random.nextInt(3)) {
                case 0 -> harness.shards.reachable(store, false);
                case 1 -> harness.shards.deaf(store, true);
                default -> harness.shards.limited(store, true);
            }
            harness.cycle(random.nextInt(2 * ActorHarness.MOVE_AFTER_MS));
            harness.shards.reachable(store, true);
            harness.shards.deaf(store, false);
            harness.shards.limited(store, false);
            harness.cycle(random.nextInt(2 * ActorHarness.MOVE_AFTER_MS));
        }
        harness.drainAndCheck();
        assertTrue(harness.shards.moves().size() > 5, "moves: " + harness.shards.moves());
    }

    @Test
    void shouldSendNothingTwiceOverAGoodWay() {
        ActorHarness harness = new ActorHarness(options, shards);
        harness.cycle(5_000);
        harness.drainAndCheck();
        assertEquals(0, harness.actor.report().resentRecords());
        assertEquals(List.of(), shards.moves());
        assertEquals(2, shards.laneCount(11));
        assertEquals(2, shards.laneCount(22));
    }

    @Test
    void shouldSendWhenEnoughIsReadyOrTheOldestIsOldEnough() {
        options.lanes = 1;
        options.messageRecords = 1000;
        options.messageDelayMs = 10;
        ActorHarness harness = new ActorHarness(options, shards);
        harness.cycle(10);
        assertEquals(0, shards.offered());
        harness.cycle(1);
        assertEquals(1, shards.offered());
    }

    @Test
    void shouldPauseALaneWhoseShardIsLimitedAndSendNothingAgain() {
        options.maxUnacknowledged = 20;
        ActorHarness harness = new ActorHarness(options, shards);
        harness.cycle(100);
        shards.limited(11, true);
        harness.cycle(200);
        int offered = shards.offered();
        long blocked = harness.actor.report().blockedNs();
        long produced = harness.actor.report().lanes().get(1).producedRecords();
        harness.cycle(2 * ActorHarness.MOVE_AFTER_MS);
        ActorReport.Lane limited = harness.actor.report().lanes().get(0);
        if (shards.lane(11, limited.laneId()) == null) {
            limited = harness.actor.report().lanes().get(1);
        }
        assertTrue(limited.producedRecords() - limited.acknowledgedRecords() <= 20);
        assertTrue(limited.producedRecords() < 400);
        assertEquals(List.of(), shards.moves());
        assertEquals(0, harness.actor.report().resentRecords());
        assertTrue(shards.offered() > offered, "the other shard's lanes go on");
        assertTrue(harness.actor.report().lanes().get(1).producedRecords() >= produced);
        assertTrue(harness.actor.report().blockedNs() - blocked >= 2L * 2 * ActorHarness.MOVE_AFTER_MS * 1_000_000);
        shards.limited(11, false);
        harness.drainAndCheck();
    }

    @Test
    void shouldMoveAfterALongSilenceAndSpreadAgainWhenTheShardIsBack() {
        ActorHarness harness = new ActorHarness(options, shards);
        harness.cycle(100);
        shards.reachable(11, false);
        harness.cycle(ActorHarness.MOVE_AFTER_MS - 10);
        assertEquals(List.of(), shards.moves());
        harness.cycle(100);
        assertEquals(2, shards.moves().size());
        assertEquals(4, shards.laneCount(22));
        shards.reachable(11, true);
        harness.cycle(ActorHarness.MOVE_AFTER_MS - 10);
        assertEquals(2, shards.moves().size());
        harness.cycle(500);
        assertEquals(4, shards.moves().size());
        assertEquals(2, shards.laneCount(11));
        harness.drainAndCheck();
    }

    @Test
    void shouldSendAgainToAShardThatCameBackInTime() {
        ActorHarness harness = new ActorHarness(options, shards);
        harness.cycle(103);
        shards.reachable(11, false);
        harness.cycle(500);
        shards.reachable(11, true);
        harness.cycle(300);
        harness.drainAndCheck();
        assertEquals(List.of(), shards.moves());
        assertTrue(harness.actor.report().resentRecords() > 0);
    }

    @Test
    void shouldMoveFromAShardThatAcknowledgesNothing() {
        ActorHarness harness = new ActorHarness(options, shards);
        harness.cycle(100);
        shards.deaf(22, true);
        harness.cycle(ActorHarness.MOVE_AFTER_MS + 200);
        assertEquals(2, shards.moves().size());
        harness.drainAndCheck();
    }

    @Test
    void shouldNotTakeItsOwnSleepForTheShardsSilence() {
        ActorHarness harness = new ActorHarness(options, shards);
        harness.cycle(100);
        shards.reachable(11, false);
        harness.nowMs += 10L * ActorHarness.MOVE_AFTER_MS;
        harness.cycle(10);
        assertEquals(List.of(), shards.moves());
        shards.reachable(11, true);
        harness.drainAndCheck();
    }

    @Test
    void shouldWaitForAllExpectedShardsButNotForEver() {
        shards.reachable(22, false);
        ActorHarness harness = new ActorHarness(options, shards);
        harness.cycle(ActorHarness.MOVE_AFTER_MS - 10);
        assertEquals(0, shards.offered());
        harness.cycle(20);
        assertTrue(shards.offered() > 0);
        assertEquals(4, shards.laneCount(11));
        harness.drainAndCheck();
    }

    @Test
    void shouldGoOnInANewEpochWhereAShardHasLostWhatItAcknowledged() {
        options.lanes = 1;
        options.expectedStores = 1;
        FakeShards single = new FakeShards(CountingEnvironment.LAYOUT.stride(), 4096, 3, 11);
        ActorHarness harness = new ActorHarness(options, single);
        harness.cycle(200);
        harness.actor.setPaused(true);
        harness.cycle(50);
        long stored = harness.actor.report().producedRecords();
        single.lose(11, ActorHarness.laneId(0), stored - 10);
        harness.actor.setPaused(false);
        harness.cycle(ActorHarness.MOVE_AFTER_MS + 100);
        assertEquals(1, single.moves().size());
        assertTrue(single.lane(11, ActorHarness.laneId(0)).next() > stored);
        harness.actor.drain();
        harness.cycle(200);
        assertTrue(harness.actor.isDrained());
    }

    @Test
    void shouldFillMessagesAfterAStallButNotOverTheirLimits() {
        options.maxUnacknowledged = 300;
        ActorHarness harness = new ActorHarness(options, shards);
        harness.cycle(20);
        shards.reachable(11, false);
        shards.reachable(22, false);
        harness.cycle(500);
        shards.reachable(11, true);
        shards.reachable(22, true);
        harness.cycle(100);
        assertEquals(StepsMessage.MAX_RECORDS, shards.mostRecords());
        harness.drainAndCheck();
    }

    @Test
    void shouldKeepMessagesBelowTheLengthThatTheTransportTakes() {
        options.maxLength = 300;
        options.messageRecords = 20;
        FakeShards narrow = new FakeShards(CountingEnvironment.LAYOUT.stride(), 300, 3, 11, 22);
        ActorHarness harness = new ActorHarness(options, narrow);
        harness.cycle(1_000);
        harness.drainAndCheck();
        assertTrue(narrow.longestMessage() > 200, "longest " + narrow.longestMessage());

        options.maxLength = 80;
        TroupeException refused = assertThrows(TroupeException.class, () -> new ActorHarness(options, narrow));
        assertTrue(refused.getMessage().contains("transport.term-length-bytes"), refused.getMessage());
    }
}
