package io.troupe.learner.learning;

import io.troupe.common.config.LearningSettings;

/**
 * Everything that a learner needs to go on as if it had never stopped. The arrays lie in the parameters' order.
 *
 * @param weightsVersion the last version that was given out
 * @param optimizer      whose moments these are
 * @param optimizerStep  steps of this optimizer
 * @param firstMoment    running mean of the gradient
 * @param secondMoment   running mean of the squared gradient
 */
public record LearnerState(long learnerStep, long weightsVersion, LearningSettings.Optimizer.Kind optimizer,
                           long optimizerStep, float[] online, float[] target, float[] firstMoment,
                           float[] secondMoment) {
    /** Room for the state of a network with so many parameters; see {@link Learner#copyInto}. */
    public static LearnerState ofSize(int parameters) {
        return new LearnerState(0, 0, LearningSettings.Optimizer.Kind.ADAM, 0, new float[parameters],
            new float[parameters], new float[parameters], new float[parameters]);
    }
}
