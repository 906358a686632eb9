package io.troupe.learner.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.troupe.common.wire.BatchMessage;
import org.junit.jupiter.api.Test;

class NStepReturnsTest {
    private static final int N = 3;

    private final NStepReturns returns = new NStepReturns(N, 0.5);

    @Test
    void shouldFoldAWholeWindow() {
        // 1 + 0.5·2 + 0.25·4 = 3, then γ³
        check(new float[] {1, 2, 4}, 3, 0, 3f, 0.125f);
    }

    @Test
    void shouldNotBootstrapAfterATermination() {
        check(new float[] {1, 2, 4}, 3, BatchMessage.END_TERMINATED, 3f, 0f);
    }

    @Test
    void shouldNotBootstrapAfterATerminationInsideTheWindow() {
        // Only two steps belong to the episode; what lies behind them is not added even if it were not 0.
        check(new float[] {1, 2, 99}, 2, BatchMessage.END_TERMINATED, 2f, 0f);
    }

    @Test
    void shouldBootstrapAfterATruncationByTheStepsThatLeadThere() {
        check(new float[] {1, 2, 4}, 3, BatchMessage.END_TRUNCATED, 3f, 0.125f);
        check(new float[] {1, 2, 0}, 2, BatchMessage.END_TRUNCATED, 2f, 0.25f);
        check(new float[] {1, 0, 0}, 1, BatchMessage.END_TRUNCATED, 1f, 0.5f);
    }

    @Test
    void shouldLetTerminationWinWhereAStepWasBoth() {
        check(new float[] {7, 0, 0}, 1, BatchMessage.END_TERMINATED | BatchMessage.END_TRUNCATED, 7f, 0f);
    }

    @Test
    void shouldRefuseAWindowWithoutSteps() {
        assertThrows(IllegalArgumentException.class, () -> check(new float[3], 0, 0, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> check(new float[3], 4, 0, 0, 0));
    }

    private void check(float[] rewards, int validSteps, int end, float expectedReturn, float expectedDiscount) {
        float[] folded = new float[1];
        float[] discounts = new float[1];
        returns.fold(1, rewards, new int[] {validSteps}, new int[] {end}, folded, discounts);
        assertArrayEquals(new float[] {expectedReturn}, folded);
        assertArrayEquals(new float[] {expectedDiscount}, discounts);
    }
}
