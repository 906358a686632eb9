package io.troupe.learner.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class InsertLedgerTest {
    private final InsertLedger ledger = new InsertLedger(new RateLimiter(1_000, OptionalDouble.of(8), 100, 64));
    private final Shard one = new Shard(1, 0, null);
    private final Shard two = new Shard(2, 1, null);

    @Test
    void shouldShareWhatMayBeInsertedAndLoseNothing() {
        ledger.report(one, 600);
        ledger.report(two, 401);
        ledger.beginWhenFilled(1_001, 0);
        // Both appeared with these steps, so all of them are from before: 100 may come.
        assertEquals(650, ledger.limitOf(one, 2, 0));
        assertEquals(451, ledger.limitOf(two, 2, 0));
        ledger.report(two, 450);
        // 51 are left: 26 for each.
        assertEquals(626, ledger.limitOf(one, 2, 0));
        assertEquals(476, ledger.limitOf(two, 2, 0));
    }

    @Test
    void shouldLetTheLivingTakeTheWholeRest() {
        ledger.report(one, 600);
        ledger.report(two, 400);
        ledger.beginWhenFilled(1_000, 0);
        assertEquals(500, ledger.limitOf(two, 1, 0));
    }

    @Test
    void aShardWithAllTheLanesShouldReachTheLimitAlone() {
        ledger.report(one, 1_000);
        ledger.report(two, 0);
        ledger.beginWhenFilled(1_000, 0);
        long stored = 1_000;
        for (int turn = 0; turn < 12; turn++) {
            stored = ledger.limitOf(one, 2, 0);
            ledger.report(one, stored);
        }
        assertEquals(1_100, stored);
        assertEquals(1_100, ledger.limitOf(one, 2, 0));
        assertEquals(1_101, ledger.limitOf(one, 2, 8));
    }

    @Test
    void shouldKeepShardsOpenBeforeLearningBegins() {
        ledger.report(one, 1_099);
        ledger.report(two, 0);
        assertEquals(256, ledger.limitOf(two, 2, 0));
    }

    @Test
    void shouldCountStepsBeyondTheMinimumSize() {
        ledger.report(one, 0);
        ledger.report(one, 900);
        ledger.beginWhenFilled(900, 0);
        assertFalse(ledger.hasBegun());
        ledger.report(one, 1_050);
        ledger.beginWhenFilled(1_050, 0);
        assertTrue(ledger.hasBegun());
        assertEquals(1_100, ledger.limitOf(one, 1, 0));
        assertEquals(8.0, ledger.achievedSamplesPerInsert(400));
    }

    @Test
    void shouldNotCountWhatAShardHeldBefore() {
        ledger.report(one, 5_000);
        ledger.beginWhenFilled(5_000, 77_000);
        assertEquals(5_100, ledger.limitOf(one, 1, 77_000));
        ledger.report(two, 3_000);
        assertEquals(5_050, ledger.limitOf(one, 2, 77_000));
        assertEquals(3_050, ledger.limitOf(two, 2, 77_000));
    }
}
