package io.troupe.learner.learning;

import io.troupe.common.config.LearningSettings;

/**
 * Adam (Kingma and Ba 2015) as PyTorch computes it, ε beside the root:
 *
 * <pre>
 *   m ← β₁m + (1 − β₁)g        v ← β₂v + (1 − β₂)g²
 *   θ ← θ − rate · m/(1 − β₁ᵗ) / (√(v/(1 − β₂ᵗ)) + ε)
 * </pre>
 */
final class Adam extends Optimizer {
    private final double beta1;
    private final double beta2;
    private final float epsilon;

    Adam(TrainableParameters trainable, LearningSettings.Optimizer settings) {
        super(trainable, settings);
        beta1 = settings.beta1();
        beta2 = settings.beta2();
        epsilon = (float) settings.epsilon();
    }

    @Override
    void update(float[] parameters, float[] gradient, TrainableParameters.Stretch stretch, float clip,
                double learningRate) {
        float[] m = firstMoment();
        float[] v = secondMoment();
        float rate = (float) (learningRate / (1 - Math.pow(beta1, steps())));
        float secondScale = (float) (1 / Math.sqrt(1 - Math.pow(beta2, steps())));
        float rest1 = (float) (1 - beta1);
        float rest2 = (float) (1 - beta2);
        float decay2 = (float) beta2;
        float smallest = epsilon;
        for (int i = stretch.begin(); i < stretch.end(); i++) {
            float g = gradient[i] * clip;
            m[i] = m[i] + (g - m[i]) * rest1;
            v[i] = v[i] * decay2 + g * g * rest2;
            parameters[i] -= rate * m[i] / ((float) Math.sqrt(v[i]) * secondScale + smallest);
        }
    }
}
