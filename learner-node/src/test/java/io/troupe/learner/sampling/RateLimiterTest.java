package io.troupe.learner.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimiterTest {
    /** 8 learned rows for each step, batches of 64, learning from step 1,000 on, 100 steps of buffer. */
    private final RateLimiter limiter =
        new RateLimiter(1_000, OptionalDouble.of(8), 100, 64).begunAt(1_000, 0);

    @ParameterizedTest
    @CsvSource({
        // stored, learned rows, can sample, insert limit
        "1000,      0, true,  1100", // at the start: 100 steps' worth may be sampled ahead
        "1000,    736, true,  1192", // 736 + 64 = 800 = 100 · 8: the last batch ahead
        "1000,    737, false, 1192",
        "1100,      0, true,  1100", // inserts have used up their buffer: they wait for the learner
        "1200,   1600, true,  1300", // balanced: 200 steps, 1,600 rows
        "1200,   2336, true,  1392",
        "1200,   2337, false, 1392",
    })
    void shouldKeepSamplesAndInsertsWithinTheBuffer(long stored, long rows, boolean canSample, long insertLimit) {
        assertEquals(canSample, limiter.canSample(stored, rows));
        assertEquals(insertLimit, limiter.insertLimit(rows));
    }

    @Test
    void shouldNeverStopBothSides() {
        RateLimiter tight = new RateLimiter(10, OptionalDouble.of(0.5), 64, 64).begunAt(10, 0);
        long stored = 10;
        long rows = 0;
        for (int turn = 0; turn < 10_000; turn++) {
            boolean canInsert = stored < tight.insertLimit(rows);
            boolean canSample = tight.canSample(stored, rows);
            assertTrue(canInsert || canSample, "both wait at " + stored + " steps and " + rows + " rows");
            stored += canInsert ? 1 : 0;
            rows += canSample && (turn % 3 == 0 || !canInsert) ? 64 : 0;
        }
        assertEquals(0.5, tight.achievedSamplesPerInsert(stored, rows), 0.02);
    }

    @Test
    void shouldLetInsertsRunABufferBeyondTheMinimumSizeBeforeLearningBegins() {
        RateLimiter before = new RateLimiter(1_000, OptionalDouble.of(8), 100, 64);
        assertFalse(before.hasBegun());
        assertFalse(before.canSample(5_000, 0));
        assertEquals(1_100, before.insertLimit(0));
    }

    @Test
    void shouldCountFromWhereLearningBegan() {
        RateLimiter resumed = new RateLimiter(1_000, OptionalDouble.of(8), 100, 64).begunAt(50_000, 400_000);
        assertEquals(50_100, resumed.insertLimit(400_000));
        assertTrue(resumed.canSample(50_000, 400_000));
        assertEquals(8, resumed.achievedSamplesPerInsert(50_010, 400_080));
    }

    @Test
    void shouldNeverStopInsertsWithoutARatio() {
        RateLimiter off = new RateLimiter(1_000, OptionalDouble.empty(), 0, 64);
        assertEquals(Long.MAX_VALUE, off.insertLimit(0));
        assertFalse(off.canSample(1_000, 0));
        assertTrue(off.begunAt(1_000, 0).canSample(1_000, 1L << 40));
        assertEquals(Long.MAX_VALUE, off.begunAt(1_000, 0).insertLimit(5));
    }

    @Test
    void shouldRefuseABufferThatIsTooSmallForABatch() {
        TroupeException error = assertThrows(TroupeException.class,
            () -> new RateLimiter(1_000, OptionalDouble.of(0.1), 319, 64));
        assertEquals(ErrorCode.CONFIGURATION, error.code());
        assertTrue(error.getMessage().contains("error-buffer-steps = 319"), error.getMessage());
        new RateLimiter(1_000, OptionalDouble.of(0.1), 320, 64);
    }
}
