package io.troupe.learner.compression;

import io.troupe.common.network.ParameterLayout.Parameter;
import io.troupe.common.safetensors.Safetensors;
import io.troupe.common.safetensors.StoredTensor;
import java.util.List;

/**
 * Weight-only int8, symmetric for each row of a matrix, which is one output: w ≈ scale · q with scale = max|w| / 127
 * and q = −127 … 127. A number is off by at most half its row's scale, and zero stays zero.
 */
final class Quantization {
    private static final int LARGEST = 127;

    private Quantization() {
    }

    /** Whether it has two dimensions or more: no bias, and no weight of a normalisation. */
    static boolean isMatrix(Parameter parameter) {
        return parameter.shape().size() >= 2;
    }

    /** The matrix's numbers and their scales, a tensor each. */
    static List<StoredTensor> quantize(Parameter parameter, float[] values) {
        int rows = parameter.shape().get(0);
        int columns = values.length / rows;
        byte[] quantized = new byte[values.length];
        float[] scales = new float[rows];
        for (int row = 0; row < rows; row++) {
            int begin = row * columns;
            float largest = 0;
            for (int i = begin; i < begin + columns; i++) {
                largest = Math.max(largest, Math.abs(values[i]));
            }
            scales[row] = largest / LARGEST;
            for (int i = begin; largest > 0 && i < begin + columns; i++) {
                quantized[i] = (byte) Math.rint((double) values[i] / largest * LARGEST);
            }
        }
        return List.of(StoredTensor.int8(parameter.name(), parameter.shape(), quantized),
            StoredTensor.float32(parameter.name() + Safetensors.SCALE, List.of(rows), scales));
    }
}
