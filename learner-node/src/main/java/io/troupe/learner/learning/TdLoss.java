package io.troupe.learner.learning;

import io.troupe.common.config.LearningSettings;

/**
 * The loss of a batch and its gradient, written out: L = 1/B Σ w_i ℓ(δ_i), δ_i = y_i − Q(s_i, a_i), and so ∂L/∂Q(s_i,
 * a_i) = −w_i ℓ′(δ_i)/B and 0 for the other actions. ℓ is δ²/2, or Huber's, which is linear with slope κ beyond κ.
 */
public final class TdLoss {
    private final double threshold;

    /** @param huberThreshold κ; not used by the squared loss */
    public TdLoss(LearningSettings.Loss kind, double huberThreshold) {
        threshold = switch (kind) {
            case HUBER -> huberThreshold;
            case SQUARED -> Double.POSITIVE_INFINITY;
        };
    }

    /**
     * @param q                 rows × actions
     * @param taken             a_i
     * @param targets           y_i
     * @param importanceWeights w_i
     * @param tdErrors          out: δ_i
     * @param gradient          out, rows × actions: ∂L/∂Q
     * @return L
     */
    public double compute(int rows, int actions, float[] q, int[] taken, float[] targets, float[] importanceWeights,
                          float[] tdErrors, float[] gradient) {
        double sum = 0;
        for (int row = 0; row < rows; row++) {
            int at = row * actions;
            for (int action = 0; action < actions; action++) {
                gradient[at + action] = 0;
            }
            float tdError = targets[row] - q[at + taken[row]];
            sum += importanceWeights[row] * loss(tdError);
            tdErrors[row] = tdError;
            gradient[at + taken[row]] = (float) (-importanceWeights[row] * slope(tdError) / rows);
        }
        return sum / rows;
    }

    /** ℓ(δ): inside κ the slope is δ itself, and this is δ²/2; outside it is κ(|δ| − κ/2). */
    double loss(double tdError) {
        double slope = slope(tdError);
        return slope * (tdError - slope / 2);
    }

    /** ℓ′(δ) */
    double slope(double tdError) {
        return Math.max(-threshold, Math.min(threshold, tdError));
    }
}
