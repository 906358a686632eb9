package io.troupe.learner.learning;

/**
 * Everything that a learner needs to go on as if it had never stopped. The arrays lie in the parameters' order.
 *
 * @param weightsVersion the last version that was given out
 * @param firstMoment    Adam's m
 * @param secondMoment   Adam's v
 */
public record LearnerState(long learnerStep, long weightsVersion, long optimizerStep, float[] online, float[] target,
                           float[] firstMoment, float[] secondMoment) {
    /** Room for the state of a network with so many parameters; see {@link Learner#copyInto}. */
    public static LearnerState ofSize(int parameters) {
        return new LearnerState(0, 0, 0, new float[parameters], new float[parameters], new float[parameters],
            new float[parameters]);
    }
}
