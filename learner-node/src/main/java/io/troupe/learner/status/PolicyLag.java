package io.troupe.learner.status;

/**
 * Weights versions between the learner and the steps that it learned from lately; NaN before the first batch.
 *
 * @param mean over the rows
 */
public record PolicyLag(double min, double mean, double max) {
    public static final PolicyLag NONE = new PolicyLag(Double.NaN, Double.NaN, Double.NaN);
}
