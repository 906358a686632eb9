package io.troupe.learner.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class InsertLedgerTest {
    private final InsertLedger ledger = new InsertLedger(new RateLimiter(1_000, OptionalDouble.of(8), 100, 64));
    private final Shard one = new Shard(1, 0, null);
    private final Shard two = new Shard(2, 1, null);

    @Test
    void shouldShareWhatMayBeInsertedAndLoseNothing() {
        ledger.report(one, 600, 0);
        ledger.report(two, 401, 0);
        ledger.beginWhenFilled(1_001, 0);
        // Both appeared with these steps, so all of them are from before: 100 may come.
        assertEquals(650, ledger.limitOf(one, 2, 0));
        assertEquals(451, ledger.limitOf(two, 2, 0));
        ledger.report(two, 450, 0);
        // 51 are left: 26 for each.
        assertEquals(626, ledger.limitOf(one, 2, 0));
        assertEquals(476, ledger.limitOf(two, 2, 0));
    }

    @Test
    void shouldLetTheLivingTakeTheWholeRest() {
        ledger.report(one, 600, 0);
        ledger.report(two, 400, 0);
        ledger.beginWhenFilled(1_000, 0);
        assertEquals(500, ledger.limitOf(two, 1, 0));
    }

    @Test
    void aShardWithAllTheLanesShouldReachTheLimitAlone() {
        ledger.report(one, 1_000, 0);
        ledger.report(two, 0, 0);
        ledger.beginWhenFilled(1_000, 0);
        long stored = 1_000;
        for (int turn = 0; turn < 12; turn++) {
            stored = ledger.limitOf(one, 2, 0);
            ledger.report(one, stored, 0);
        }
        assertEquals(1_100, stored);
        assertEquals(1_100, ledger.limitOf(one, 2, 0));
        assertEquals(1_101, ledger.limitOf(one, 2, 8));
    }

    @Test
    void shouldKeepShardsOpenBeforeLearningBegins() {
        ledger.report(one, 1_099, 0);
        ledger.report(two, 0, 0);
        assertEquals(256, ledger.limitOf(two, 2, 0));
    }

    @Test
    void shouldCountStepsBeyondTheMinimumSize() {
        ledger.report(one, 0, 0);
        ledger.report(one, 900, 0);
        ledger.beginWhenFilled(900, 0);
        assertFalse(ledger.hasBegun());
        ledger.report(one, 1_050, 0);
        ledger.beginWhenFilled(1_050, 0);
        assertTrue(ledger.hasBegun());
        assertEquals(1_100, ledger.limitOf(one, 1, 0));
        assertEquals(8.0, ledger.achievedSamplesPerInsert(400));
    }

    @Test
    void shouldNotCountWhatAShardHeldBefore() {
        ledger.report(one, 5_000, 0);
        ledger.beginWhenFilled(5_000, 77_000);
        assertEquals(5_100, ledger.limitOf(one, 1, 77_000));
        ledger.report(two, 3_000, 0);
        assertEquals(5_050, ledger.limitOf(one, 2, 77_000));
        assertEquals(3_050, ledger.limitOf(two, 2, 77_000));
    }

    private static SamplerState state(double samplesPerInsert) {
        return new SamplerState(3_000, 96_000, true, 1_000, 16_000, 11_100, samplesPerInsert, Map.of(1L, 11_100L), 99);
    }

    @Test
    void shouldGoOnCountingFromACheckpoint() {
        ledger.restore(state(8));
        one.restore(11_100);
        assertFalse(ledger.canSample(96_000), "no shard is back");
        // 20 more were stored between the checkpoint and the end of its process.
        ledger.report(one, 11_120, 96_000);
        ledger.beginWhenFilled(11_120, 96_000);
        // 80,000 rows stand for 10,000 steps; 10,120 came: 120 too many, the buffer is 100.
        assertTrue(ledger.canSample(96_000));
        assertEquals(11_120, ledger.limitOf(one, 1, 96_000));
        assertEquals(80_000 / 10_120.0, ledger.achievedSamplesPerInsert(96_000));
        assertEquals(new SamplerState(3_001, 96_064, true, 1_000, 16_000, 11_120, 8, Map.of(1L, 11_120L), 98),
            ledger.state(3_001, 96_064, Map.of(1L, 11_120L), 98));
    }

    private void restoreTwoShards() {
        ledger.restore(state(8));
        one.restore(7_000);
        two.restore(4_100);
    }

    @Test
    void shouldLetInsertsGoOnAtHalfTheirPaceWhileTheLearnerLearnsAgainWhatAKilledOneHad() {
        restoreTwoShards();
        // 1,000 more than at the checkpoint, in one store after the other; what comes later is not found but new.
        ledger.report(one, 7_400, 96_000);
        ledger.report(two, 4_700, 96_000);
        ledger.beginWhenFilled(12_100, 96_000);
        assertEquals(7_400, ledger.limitOf(one, 2, 96_000));
        assertEquals(7_401, ledger.limitOf(one, 1, 96_000 + 16));
        ledger.report(one, 7_401, 96_000);
        assertEquals(7_401, ledger.limitOf(one, 1, 96_000 + 31));
        assertEquals(7_402, ledger.limitOf(one, 1, 96_000 + 32));
        // 1,000 steps are owed: when 1,000 more are there, 2,000 have been learned, and the limiter's own pace counts again.
        assertEquals(8_399, ledger.limitOf(one, 1, 96_000 + 8 * 1_999));
        assertEquals(8_400, ledger.limitOf(one, 1, 96_000 + 8 * 2_000));
        assertEquals(8_402, ledger.limitOf(one, 1, 96_000 + 8 * 2_002));
    }

    @Test
    void shouldNotStandStillForAStoreThatComesBackLater() {
        restoreTwoShards();
        ledger.report(one, 7_000, 96_000);
        ledger.beginWhenFilled(7_000, 96_000);
        // After 10,000 more rows, worth 1,250 steps, the second is there, with 5,000 that are owed.
        ledger.report(two, 9_100, 106_000);
        assertEquals(7_000, ledger.limitOf(one, 2, 106_000));
        assertEquals(7_010, ledger.limitOf(one, 1, 106_000 + 160));
        assertEquals(9_110, ledger.limitOf(two, 1, 106_000 + 160));
    }

    @Test
    void shouldOweNothingWithoutARatio() {
        InsertLedger unlimited = new InsertLedger(new RateLimiter(1_000, OptionalDouble.empty(), 100, 64));
        unlimited.restore(state(0));
        one.restore(11_100);
        unlimited.report(one, 12_000, 96_000);
        unlimited.beginWhenFilled(12_000, 96_000);
        assertEquals(Long.MAX_VALUE, unlimited.limitOf(one, 1, 96_000));
        assertEquals(Long.MAX_VALUE, unlimited.limitOf(one, 1, 97_000));
    }

    @Test
    void shouldBeginAnewUnderAnotherRatioSoThatNobodyIsAhead() {
        ledger.restore(state(2));
        one.restore(11_100);
        ledger.report(one, 11_100, 96_000);
        ledger.beginWhenFilled(11_100, 96_000);
        assertEquals(11_200, ledger.limitOf(one, 1, 96_000));
        assertTrue(ledger.canSample(96_000));
        assertEquals(0, ledger.achievedSamplesPerInsert(96_000));
    }

    @Test
    void shouldWaitForTheMinimumSizeWhereTheReplayCameBackEmpty() {
        ledger.restore(state(8));
        one.restore(11_100);
        ledger.report(two, 0, 96_000);
        ledger.beginWhenFilled(0, 96_000);
        assertFalse(ledger.canSample(96_000));
        assertEquals(256, ledger.limitOf(two, 1, 96_000));
        ledger.report(two, 1_000, 96_000);
        ledger.beginWhenFilled(1_000, 96_000);
        assertTrue(ledger.canSample(96_000));
    }
}
