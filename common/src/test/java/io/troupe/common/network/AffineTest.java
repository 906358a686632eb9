package io.troupe.common.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both ways of computing a linear layer, against loops. */
class AffineTest {
    private final SplittableRandom random = new SplittableRandom(1);

    @BeforeEach
    void prepareThread() {
        EngineSetup.prepareThread(1);
    }

    @ParameterizedTest
    @CsvSource({"3,32,48,true", "512,32,48,true", "640,16,16,false", "514,32,48,true", "512,5,7,false"})
    void valueAndGradientsShouldBeThoseOfTheFormula(int rows, int in, int out, boolean hasBias) {
        float[] x = values(rows * in);
        float[] weight = values(out * in);
        float[] bias = hasBias ? values(out) : new float[out];
        float[] outer = values(rows * out);
        try (NDManager manager = EngineSetup.newManager()) {
            NDArray xs = variable(manager, x, new Shape(rows, in));
            NDArray weights = variable(manager, weight, new Shape(out, in));
            NDArray biases = hasBias ? variable(manager, bias, new Shape(out)) : null;
            JniUtils.setGradMode(true);
            NDArray y = Affine.apply(xs, weights, biases);
            JniUtils.setGradMode(false);
            JniUtils.backward((PtNDArray) y, (PtNDArray) manager.create(outer, y.getShape()), false, false);

            float[] actual = y.toFloatArray();
            double[] weightGradient = new double[out * in];
            double[] biasGradient = new double[out];
            double[] xGradient = new double[rows * in];
            for (int row = 0; row < rows; row++) {
                for (int o = 0; o < out; o++) {
                    double expected = bias[o];
                    double g = outer[row * out + o];
                    biasGradient[o] += g;
                    for (int i = 0; i < in; i++) {
                        expected += (double) weight[o * in + i] * x[row * in + i];
                        weightGradient[o * in + i] += g * x[row * in + i];
                        xGradient[row * in + i] += g * weight[o * in + i];
                    }
                    assertEquals(expected, actual[row * out + o], 1e-5, "row " + row + ", output " + o);
                }
            }
            assertAllEqual(weightGradient, weights);
            assertAllEqual(xGradient, xs);
            if (hasBias) {
                assertAllEqual(biasGradient, biases);
            }
        }
    }

    private static void assertAllEqual(double[] expected, NDArray variable) {
        float[] actual = JniUtils.getGradient((PtNDArray) variable).toFloatArray();
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], 1e-4, "element " + i);
        }
    }

    private static NDArray variable(NDManager manager, float[] values, Shape shape) {
        NDArray variable = manager.create(values, shape);
        variable.setRequiresGradient(true);
        return variable;
    }

    private float[] values(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (random.nextDouble() * 2 - 1);
        }
        return values;
    }
}
