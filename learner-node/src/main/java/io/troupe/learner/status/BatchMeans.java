package io.troupe.learner.status;

/**
 * What the learner's last batches have come to, each a mean but for two; NaN before there is one.
 *
 * @param loss                    importance-weighted, before the update
 * @param gradientNorm            global norm before it was clipped
 * @param learningRate            of the newest update
 * @param meanQ                   Q-value of the actions taken
 * @param largestImportanceWeight of all rows, before they were divided by it
 * @param recurrentDeltaQ         over the batches that were looked at; NaN where no recurrent states are stored
 */
public record BatchMeans(double loss, double gradientNorm, double learningRate, double meanQ,
                         double largestImportanceWeight, double recurrentDeltaQ) {
    public static final BatchMeans NONE =
        new BatchMeans(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
}
