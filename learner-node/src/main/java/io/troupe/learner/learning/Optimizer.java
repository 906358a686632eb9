package io.troupe.learner.learning;

import io.troupe.common.config.LearningSettings;

/**
 * Moves a flat vector of parameters against its gradient, which is clipped to a global norm before. Its state is two
 * numbers for each parameter. Used by one thread.
 */
abstract class Optimizer {
    private static final double CLIP_EPSILON = 1e-6; // as in PyTorch's clip_grad_norm_

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

    /** √Σ g². Four sums, so that additions need not wait for each other; always in the same order. */
    static double norm(float[] gradient) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int i = 0;
        for (; i + 4 <= gradient.length; i += 4) {
            sum0 += (double) gradient[i] * gradient[i];
            sum1 += (double) gradient[i + 1] * gradient[i + 1];
            sum2 += (double) gradient[i + 2] * gradient[i + 2];
            sum3 += (double) gradient[i + 3] * gradient[i + 3];
        }
        for (; i < gradient.length; i++) {
            sum0 += (double) gradient[i] * gradient[i];
        }
        return Math.sqrt(sum0 + sum1 + sum2 + sum3);
    }
}
