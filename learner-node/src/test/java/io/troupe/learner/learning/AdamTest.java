package io.troupe.learner.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.troupe.common.config.LearningSettings.Optimizer;
import org.junit.jupiter.api.Test;

class AdamTest {
    @Test
    void shouldFollowTheEquationsOfThePaper() {
        Adam adam = new Adam(2, new Optimizer(Optimizer.Kind.ADAM, 0.1, 1, 10, 0.9, 0.999, 1e-8, 0));
        float[] parameters = {1, -2};
        double[] expected = {1, -2};
        double[] m = new double[2];
        double[] v = new double[2];
        for (int t = 1; t <= 20; t++) {
            float[] gradient = {0.5f * t, (float) Math.sin(t)};
            adam.step(parameters, gradient, Adam.norm(gradient));
            for (int i = 0; i < 2; i++) {
                m[i] = 0.9 * m[i] + 0.1 * gradient[i];
                v[i] = 0.999 * v[i] + 0.001 * gradient[i] * gradient[i];
                expected[i] -= 0.1 * (m[i] / (1 - Math.pow(0.9, t)))
                    / (Math.sqrt(v[i] / (1 - Math.pow(0.999, t))) + 1e-8);
                assertEquals(expected[i], parameters[i], 1e-5, "step " + t);
            }
        }
    }

    @Test
    void shouldClipTheGlobalNormOnlyWhereItIsLarger() {
        Optimizer clipped = new Optimizer(Optimizer.Kind.ADAM, 0.1, 1, 10, 0.9, 0.999, 1e-8, 5);
        Adam adam = new Adam(2, clipped);
        float[] gradient = {6, 8};
        assertEquals(10, Adam.norm(gradient), 1e-12);
        adam.step(new float[2], gradient, 10);
        assertArrayEquals(new float[] {0.3f, 0.4f}, adam.firstMoment(), 1e-6f);

        Adam unclipped = new Adam(2, clipped);
        unclipped.step(new float[2], new float[] {3, 0}, 3);
        assertArrayEquals(new float[] {0.3f, 0}, unclipped.firstMoment(), 1e-6f);
    }

    @Test
    void shouldLowerTheRateInAStraightLine() {
        Adam adam = new Adam(1, new Optimizer(Optimizer.Kind.ADAM, 1.0, 0.5, 4, 0.9, 0.999, 1e-8, 0));
        double[] rates = new double[6];
        for (int i = 0; i < rates.length; i++) {
            rates[i] = adam.learningRate();
            adam.step(new float[1], new float[] {1}, 1);
        }
        assertArrayEquals(new double[] {1, 0.875, 0.75, 0.625, 0.5, 0.5}, rates, 1e-12);
    }
}
