package io.troupe.learner.compression;

import io.troupe.common.network.ParameterLayout.Parameter;
import java.util.Arrays;

/**
 * Magnitude pruning (Han et al. 2015): the smallest numbers of a matrix become zero. Each matrix loses the same share
 * of its own: with one threshold for all, those with many inputs, whose numbers begin and stay small, would lose the
 * most.
 */
final class Pruning {
    private final double share;

    /** @param share of each matrix's numbers, 0 … 1 */
    Pruning(double share) {
        this.share = share;
    }

    /** Biases, and what else is a single row, stay as they are. */
    void prune(Parameter parameter, float[] values) {
        int count = (int) (share * values.length);
        if (!Quantization.isMatrix(parameter) || count == 0) {
            return;
        }
        float[] magnitudes = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            magnitudes[i] = Math.abs(values[i]);
        }
        Arrays.sort(magnitudes);
        float threshold = magnitudes[count - 1];
        int equals = count - lowerThan(threshold, magnitudes);
        for (int i = 0; i < values.length; i++) {
            float magnitude = Math.abs(values[i]);
            if (magnitude < threshold || magnitude == threshold && equals-- > 0) {
                values[i] = 0;
            }
        }
    }

    private static int lowerThan(float threshold, float[] sorted) {
        int count = 0;
        while (sorted[count] < threshold) {
            count++;
        }
        return count;
    }
}
