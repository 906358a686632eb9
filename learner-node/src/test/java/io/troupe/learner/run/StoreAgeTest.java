package io.troupe.learner.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class StoreAgeTest {
    private final StoreAge age = new StoreAge();

    @Test
    void shouldGrowUntilTheShardIsFull() {
        assertEquals(0, age.oldestS(5, 0, 0));
        assertEquals(10, age.oldestS(15, 1_000, 1_000));
    }

    @Test
    void shouldBeTheTimeInWhichAFullShardIsReplaced() {
        double told = 0;
        for (int second = 0; second <= 300; second++) {
            long stored = second * 100L;
            told = age.oldestS(second, stored, Math.min(stored, 2_000));
        }
        assertEquals(20, told);
    }

    @Test
    void shouldBeRightToAHundredthOverALongTime() {
        double told = 0;
        for (int report = 0; report <= 100_000; report++) {
            long stored = report * 10L;
            told = age.oldestS(report / 2.0, stored, Math.min(stored, 400_000));
        }
        assertEquals(20_000, told, 0.02 * 20_000);
    }
}
