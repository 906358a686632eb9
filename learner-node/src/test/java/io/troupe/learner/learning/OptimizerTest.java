package io.troupe.learner.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.config.LearningSettings;
import io.troupe.common.config.LearningSettings.Optimizer.Kind;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptimizerTest {
    private static final int SIZE = 37;
    private static final double RATE = 0.01;

    @Test
    void adamShouldFollowTheEquationsOfThePaper() {
        double[] m = new double[SIZE];
        double[] v = new double[SIZE];
        compare(optimizer(SIZE, settings(Kind.ADAM, 1e-8, 0)), (expected, gradient, t) -> {
            for (int i = 0; i < SIZE; i++) {
                m[i] = 0.9 * m[i] + 0.1 * gradient[i];
                v[i] = 0.999 * v[i] + 0.001 * gradient[i] * gradient[i];
                expected[i] -= RATE * (m[i] / (1 - Math.pow(0.9, t)))
                    / (Math.sqrt(v[i] / (1 - Math.pow(0.999, t))) + 1e-8);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.5e-7, 0.1})
    void rmsPropShouldFollowTheEquationsWithEpsilonBesideTheRoot(double epsilon) {
        double[] m = new double[SIZE];
        double[] v = new double[SIZE];
        compare(optimizer(SIZE, settings(Kind.RMSPROP, epsilon, 0)), (expected, gradient, t) -> {
            for (int i = 0; i < SIZE; i++) {
                m[i] = 0.95 * m[i] + 0.05 * gradient[i];
                v[i] = 0.95 * v[i] + 0.05 * gradient[i] * gradient[i];
                expected[i] -= RATE * gradient[i] / (Math.sqrt(v[i] - m[i] * m[i]) + epsilon);
            }
        });
    }

    @Test
    void rmsPropShouldStayFiniteWhereAGradientIsAlwaysTheSame() {
        Optimizer optimizer = optimizer(SIZE, settings(Kind.RMSPROP, 1.5e-7, 0));
        float[] gradient = new float[SIZE];
        float[] parameters = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            gradient[i] = (float) Math.exp(i - 18);
        }
        for (int t = 0; t < 2_000; t++) {
            optimizer.step(parameters, gradient, 1);
        }
        for (float parameter : parameters) {
            assertTrue(Float.isFinite(parameter), "a parameter became " + parameter);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldClipTheGlobalNormOnlyWhereItIsLarger(Kind kind) {
        float rest = kind == Kind.ADAM ? 0.1f : 0.05f;
        Optimizer clipped = optimizer(2, settings(kind, 1e-8, 5));
        float[] gradient = {6, 8};
        assertEquals(10, Optimizer.norm(gradient), 1e-12);
        clipped.step(new float[2], gradient, 10);
        assertArrayEquals(new float[] {3 * rest, 4 * rest}, clipped.firstMoment(), 1e-6f);

        Optimizer unclipped = optimizer(2, settings(kind, 1e-8, 5));
        unclipped.step(new float[2], new float[] {3, 0}, 3);
        assertArrayEquals(new float[] {3 * rest, 0}, unclipped.firstMoment(), 1e-6f);
    }

    private static Optimizer optimizer(int size, LearningSettings.Optimizer settings) {
        return Optimizer.of(TrainableParameters.all(size), settings);
    }

    private static LearningSettings.Optimizer settings(Kind kind, double epsilon, double maxGradientNorm) {
        return new LearningSettings.Optimizer(kind, Windows.rate(RATE), 0.9, 0.999, 0.95, epsilon, maxGradientNorm);
    }

    /** The same step in float64. */
    private interface Twin {
        /** @param t of the step, from 1 */
        void step(double[] parameters, float[] gradient, int t);
    }

    private static void compare(Optimizer optimizer, Twin twin) {
        SplittableRandom random = new SplittableRandom(1);
        float[] parameters = new float[SIZE];
        double[] expected = new double[SIZE];
        float[] gradient = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            parameters[i] = (float) (random.nextDouble() - 0.5);
            expected[i] = parameters[i];
        }
        for (int t = 1; t <= 200; t++) {
            for (int i = 0; i < SIZE; i++) {
                gradient[i] = (float) ((random.nextDouble() - 0.3) * Math.exp(i % 7 - 3));
            }
            optimizer.step(parameters, gradient, Optimizer.norm(gradient));
            twin.step(expected, gradient, t);
            for (int i = 0; i < SIZE; i++) {
                assertEquals(expected[i], parameters[i], 1e-5, "parameter " + i + " after step " + t);
            }
        }
    }
}
