package io.troupe.learner.learning;

import io.troupe.common.config.LearningSettings;

/**
 * Centred RMSProp without momentum (Graves 2013, equations 38 to 41; Ape-X) as PyTorch's {@code RMSprop(centered=True)}
 * computes it:
 *
 * <pre>
 *   m ← αm + (1 − α)g        v ← αv + (1 − α)g²
 *   θ ← θ − rate · g / (√(v − m²) + ε)
 * </pre>
 *
 * ε stands beside the root, as in PyTorch. Graves and TensorFlow have it under the root, where the same number damps
 * more: 1.5·10⁻⁷ there is like 3.9·10⁻⁴ here.
 */
final class RmsProp extends Optimizer {
    private final double decay;
    private final float epsilon;

    RmsProp(TrainableParameters trainable, LearningSettings.Optimizer settings) {
        super(trainable, settings);
        decay = settings.decay();
        epsilon = (float) settings.epsilon();
    }

    @Override
    void update(float[] parameters, float[] gradient, TrainableParameters.Stretch stretch, float clip,
                double learningRate) {
        float[] m = firstMoment();
        float[] v = secondMoment();
        float rate = (float) learningRate;
        float alpha = (float) decay;
        float rest = (float) (1 - decay);
        float smallest = epsilon;
        for (int i = stretch.begin(); i < stretch.end(); i++) {
            float g = gradient[i] * clip;
            m[i] = m[i] + (g - m[i]) * rest;
            v[i] = v[i] * alpha + g * g * rest;
            // A variance, but for rounding, which can leave a steady gradient's below zero.
            float variance = Math.max(v[i] - m[i] * m[i], 0);
            parameters[i] -= rate * g / ((float) Math.sqrt(variance) + smallest);
        }
    }
}
