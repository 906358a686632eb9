package io.troupe.learner.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.troupe.common.numeric.ValueRescale;
import org.junit.jupiter.api.Test;

class TdTargetsTest {
    private static final float[] RETURNS = {1, 2, 3};
    private static final float[] DISCOUNTS = {0.5f, 0.25f, 0};
    private static final float[] ONLINE = {5, 9, 1, 4, 3, 3, 0, 0, 8};
    private static final float[] TARGET = {10, 2, 6, 1, 8, 16, 100, 200, 300};

    @Test
    void doubleQShouldValueTheOnlineNetworksChoiceWithTheTargetNetwork() {
        // Row 0: online chooses 1, target values it 2. Row 1: online chooses 0, valued 1. Row 2: terminated.
        assertArrayEquals(new float[] {1 + 0.5f * 2, 2 + 0.25f * 1, 3}, targets(ONLINE));
    }

    @Test
    void plainQShouldTakeTheTargetNetworksMaximum() {
        assertArrayEquals(new float[] {1 + 0.5f * 10, 2 + 0.25f * 16, 3}, targets(TARGET));
    }

    @Test
    void shouldChooseTheFirstOfEqualValues() {
        assertArrayEquals(new float[] {1 + 0.5f * 10, 2 + 0.25f * 1, 3}, targets(new float[9]));
    }

    private static float[] targets(float[] selector) {
        float[] targets = new float[3];
        new TdTargets(ValueRescale.NONE).compute(3, 3, RETURNS, DISCOUNTS, selector, TARGET, targets);
        return targets;
    }
}
