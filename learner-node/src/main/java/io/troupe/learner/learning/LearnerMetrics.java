package io.troupe.learner.learning;

/** What a learner step tells. One object, written anew at each step; it is the learner's thread's. */
public final class LearnerMetrics {
    final float[] priorities;
    long learnerStep;
    double loss;
    double gradientNorm;
    double meanQ;
    double learningRate;
    double meanPolicyLag;

    LearnerMetrics(int rows) {
        priorities = new float[rows];
    }

    /** Counts gradient updates from 1. */
    public long learnerStep() {
        return learnerStep;
    }

    /** Importance-weighted mean over the batch, before the update. */
    public double loss() {
        return loss;
    }

    /** Global norm before it was clipped. */
    public double gradientNorm() {
        return gradientNorm;
    }

    /** Mean Q(s, a) of the actions taken. */
    public double meanQ() {
        return meanQ;
    }

    public double learningRate() {
        return learningRate;
    }

    /** Mean over the batch of the learner's weights version minus that of the weights that made the step. */
    public double meanPolicyLag() {
        return meanPolicyLag;
    }

    /** The new priority of each row: |δ| of a transition, η·max|δ| + (1−η)·mean|δ| of a sequence. */
    public float[] priorities() {
        return priorities;
    }
}
