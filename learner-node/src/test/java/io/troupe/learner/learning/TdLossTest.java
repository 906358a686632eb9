package io.troupe.learner.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.troupe.common.config.LearningSettings.Loss;
import org.junit.jupiter.api.Test;

class TdLossTest {
    private static final float[] Q = {1, 2, 3, 4, 5, 6, 7, 8};
    private static final int[] TAKEN = {1, 0, 1, 0};
    private static final float[] TARGETS = {2.5f, 3, 10, 1};
    private static final float[] WEIGHTS = {1, 0.5f, 0.5f, 1};

    private final float[] tdErrors = new float[4];
    private final float[] gradient = new float[8];

    @Test
    void huberShouldBeLinearBeyondItsThreshold() {
        // δ = 0.5, 0, 4, −6; κ = 2: ℓ = 0.125, 0, 2(4 − 1) = 6, 2(6 − 1) = 10
        double loss = new TdLoss(Loss.HUBER, 2).compute(4, 2, Q, TAKEN, TARGETS, WEIGHTS, tdErrors, gradient);
        assertEquals((0.125 + 0.5 * 6 + 10) / 4, loss, 1e-9);
        assertArrayEquals(new float[] {0.5f, 0, 4, -6}, tdErrors);
        assertArrayEquals(new float[] {0, -0.5f / 4, 0, 0, 0, -0.5f * 2 / 4, 2f / 4, 0}, gradient, 1e-7f);
    }

    @Test
    void squaredShouldBeHalfTheSquare() {
        double loss = new TdLoss(Loss.SQUARED, 2).compute(4, 2, Q, TAKEN, TARGETS, WEIGHTS, tdErrors, gradient);
        assertEquals((0.125 + 0.5 * 8 + 18) / 4, loss, 1e-9);
        assertArrayEquals(new float[] {0, -0.5f / 4, 0, 0, 0, -0.5f * 4 / 4, 6f / 4, 0}, gradient, 1e-7f);
    }

    @Test
    void gradientShouldMatchFiniteDifferences() {
        for (Loss kind : Loss.values()) {
            TdLoss loss = new TdLoss(kind, 1);
            loss.compute(4, 2, Q, TAKEN, TARGETS, WEIGHTS, tdErrors, gradient);
            float[] analytic = gradient.clone();
            for (int i = 0; i < Q.length; i++) {
                float step = 1f / 64;
                float[] up = Q.clone();
                float[] down = Q.clone();
                up[i] += step;
                down[i] -= step;
                double difference = loss.compute(4, 2, up, TAKEN, TARGETS, WEIGHTS, tdErrors, gradient)
                    - loss.compute(4, 2, down, TAKEN, TARGETS, WEIGHTS, tdErrors, gradient);
                assertEquals(difference / (2 * step), analytic[i], 1e-5, kind + " " + i);
            }
        }
    }
}
