package io.troupe.learner.learning;

import io.troupe.common.config.LearningSettings;

/**
 * Moves a flat vector of parameters against its gradient, which is clipped to a global norm before. Its state is two
 * numbers for each parameter. Used by one thread.
 */
abstract class Optimizer {
    private static final double CLIP_EPSILON = 1e-6; // as in PyTorch's clip_grad_norm_
    private static final int SUMS = 256;

    private final TrainableParameters trainable;
    private final LearningSettings.Optimizer.Kind kind;
    private final LearningRateSchedule learningRate;
    private final double maxGradientNorm;
    private final float[] firstMoment;
    private final float[] secondMoment;
    private long steps;

    Optimizer(TrainableParameters trainable, LearningSettings.Optimizer settings) {
        this.trainable = trainable;
        kind = settings.kind();
        learningRate = new LearningRateSchedule(settings.learningRate());
        maxGradientNorm = settings.maxGradientNorm();
        firstMoment = new float[trainable.size()];
        secondMoment = new float[trainable.size()];
    }

    static Optimizer of(TrainableParameters trainable, LearningSettings.Optimizer settings) {
        return switch (settings.kind()) {
            case ADAM -> new Adam(trainable, settings);
            case RMSPROP -> new RmsProp(trainable, settings);
        };
    }

    /** Moves what is trained one step against the gradient, whose global norm is {@code gradientNorm}. */
    final void step(float[] parameters, float[] gradient, double gradientNorm) {
        double rate = learningRate();
        steps++;
        double clip = maxGradientNorm > 0 ? Math.min(1, maxGradientNorm / (gradientNorm + CLIP_EPSILON)) : 1;
        for (TrainableParameters.Stretch stretch : trainable.trained()) {
            update(parameters, gradient, stretch, (float) clip, rate);
        }
    }

    /**
     * One loop over a stretch of the flat vector that the JIT turns into vector instructions.
     *
     * @param clip what the gradient is to be multiplied with
     */
    abstract void update(float[] parameters, float[] gradient, TrainableParameters.Stretch stretch, float clip,
                         double rate);

    final LearningSettings.Optimizer.Kind kind() {
        return kind;
    }

    /** The rate of the next step. */
    final double learningRate() {
        return learningRate.at(steps);
    }

    /** Steps done; within {@link #update} the present one is counted. */
    final long steps() {
        return steps;
    }

    /** Running mean of the gradient. */
    final float[] firstMoment() {
        return firstMoment;
    }

    /** Running mean of the squared gradient. */
    final float[] secondMoment() {
        return secondMoment;
    }

    final void restore(long newSteps, float[] newFirstMoment, float[] newSecondMoment) {
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
}
