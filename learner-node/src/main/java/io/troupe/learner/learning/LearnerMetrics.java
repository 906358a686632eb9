package io.troupe.learner.learning;

/** What a batch has told. One object, written anew at each batch; it is the learner's thread's. */
public final class LearnerMetrics {
    final float[] priorities;
    long learnerStep;
    boolean isUpdate;
    double loss;
    double gradientNorm;
    double meanQ;
    double recurrentDeltaQ = Double.NaN;
    double largestImportanceWeight;
    double learningRate;
    double meanPolicyLag;
    long minPolicyLag;
    long maxPolicyLag;

    LearnerMetrics(int rows) {
        priorities = new float[rows];
    }

    /** Whether the batch was the last of its learner step, so that the weights were changed. */
    public boolean isUpdate() {
        return isUpdate;
    }

    /** Counts gradient updates from 1. */
    public long learnerStep() {
        return learnerStep;
    }

    /** Importance-weighted mean over the batch, before the update. */
    public double loss() {
        return loss;
    }

    /** Global norm before it was clipped, of the last update. */
    public double gradientNorm() {
        return gradientNorm;
    }

    /** Mean Q(s, a) of the actions taken. */
    public double meanQ() {
        return meanQ;
    }

    /** {@link RecurrentStaleness}, of one batch in some; NaN of the others, and where no states are stored. */
    public double recurrentDeltaQ() {
        return recurrentDeltaQ;
    }

    /** (N·q)^−β of the row that was least likely to be drawn: what the batch's weights were divided by. */
    public double largestImportanceWeight() {
        return largestImportanceWeight;
    }

    /** Of the last update. */
    public double learningRate() {
        return learningRate;
    }

    /** Mean over the batch of the learner's weights version minus that of the weights that made the step. */
    public double meanPolicyLag() {
        return meanPolicyLag;
    }

    /** The smallest in the batch. */
    public long minPolicyLag() {
        return minPolicyLag;
    }

    /** The largest in the batch. */
    public long maxPolicyLag() {
        return maxPolicyLag;
    }

    /** The new priority of each row: |δ| of a transition, η·max|δ| + (1−η)·mean|δ| of a sequence. */
    public float[] priorities() {
        return priorities;
    }
}
