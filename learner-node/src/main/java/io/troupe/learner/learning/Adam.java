package io.troupe.learner.learning;

import io.troupe.common.config.LearningSettings;

/**
 * Adam (Kingma and Ba 2015) as PyTorch computes it, with the gradient clipped to a global norm before, in one loop over
 * the flat vector that the JIT turns into vector instructions.
 */
final class Adam {
    private static final double CLIP_EPSILON = 1e-6; // as in PyTorch's clip_grad_norm_
    private static final int SUMS = 256;

    private final double beta1;
    private final double beta2;
    private final float epsilon;
    private final double maxGradientNorm;
    private final LinearSchedule learningRate;
    private final float[] firstMoment;
    private final float[] secondMoment;
    private long steps;

    Adam(int size, LearningSettings.Optimizer settings) {
        beta1 = settings.beta1();
        beta2 = settings.beta2();
        epsilon = (float) settings.epsilon();
        maxGradientNorm = settings.maxGradientNorm();
        double rate = settings.learningRate();
        learningRate = new LinearSchedule(rate, rate * settings.finalLearningRateFraction(), settings.decaySteps());
        firstMoment = new float[size];
        secondMoment = new float[size];
    }

    /** Moves the parameters one step against the gradient, whose global norm is {@code gradientNorm}. */
    void step(float[] parameters, float[] gradient, double gradientNorm) {
        double rate = learningRate();
        steps++;
        double clip = maxGradientNorm > 0 ? Math.min(1, maxGradientNorm / (gradientNorm + CLIP_EPSILON)) : 1;
        double correction1 = 1 - Math.pow(beta1, steps);
        double correction2 = 1 - Math.pow(beta2, steps);
        update(parameters, gradient, (float) clip, (float) (rate / correction1), (float) (1 / Math.sqrt(correction2)));
    }

    /** The rate of the next step. */
    double learningRate() {
        return learningRate.at(steps);
    }

    long steps() {
        return steps;
    }

    float[] firstMoment() {
        return firstMoment;
    }

    float[] secondMoment() {
        return secondMoment;
    }

    void restore(long newSteps, float[] newFirstMoment, float[] newSecondMoment) {
        steps = newSteps;
        System.arraycopy(newFirstMoment, 0, firstMoment, 0, firstMoment.length);
        System.arraycopy(newSecondMoment, 0, secondMoment, 0, secondMoment.length);
    }

    /** √Σ g². As many sums as the inner loop is long, which the JIT computes side by side; always in the same order. */
    static double norm(float[] gradient) {
        float[] sums = new float[SUMS];
        int i = 0;
        for (; i + SUMS <= gradient.length; i += SUMS) {
            for (int lane = 0; lane < SUMS; lane++) {
                sums[lane] += gradient[i + lane] * gradient[i + lane];
            }
        }
        double sum = 0;
        for (; i < gradient.length; i++) {
            sum += (double) gradient[i] * gradient[i];
        }
        for (float one : sums) {
            sum += one;
        }
        return Math.sqrt(sum);
    }

    private void update(float[] parameters, float[] gradient, float clip, float rate, float secondScale) {
        float[] m = firstMoment;
        float[] v = secondMoment;
        float rest1 = (float) (1 - beta1);
        float rest2 = (float) (1 - beta2);
        float decay2 = (float) beta2;
        float smallest = epsilon;
        for (int i = 0; i < parameters.length; i++) {
            float g = gradient[i] * clip;
            m[i] = m[i] + (g - m[i]) * rest1;
            v[i] = v[i] * decay2 + g * g * rest2;
            parameters[i] -= rate * m[i] / ((float) Math.sqrt(v[i]) * secondScale + smallest);
        }
    }
}
