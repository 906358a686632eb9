package io.troupe.learner.learning;

import io.troupe.common.numeric.ValueRescale;

/** What Q(s, a) should be: y = h(R + bootstrapDiscount · h⁻¹(Q_target(s′, argmax_a Q_selector(s′, a)))). */
public final class TdTargets {
    private final ValueRescale rescale;

    /** @param rescale h */
    public TdTargets(ValueRescale rescale) {
        this.rescale = rescale;
    }

    /**
     * Double Q-learning (van Hasselt et al. 2016) where {@code selectorQ} is the online network's; plain Q-learning's
     * maximum (Mnih et al. 2015) where it is the target network's. Of equal values the first is chosen.
     *
     * @param selectorQ rows × actions at s′: chooses the action; −∞ for one that is not legal
     * @param targetQ   rows × actions at s′: values it
     * @param targets   out
     */
    public void compute(int rows, int actions, float[] returns, float[] bootstrapDiscounts, float[] selectorQ,
                               float[] targetQ, float[] targets) {
        for (int row = 0; row < rows; row++) {
            targets[row] = (float) compute(actions, returns[row], bootstrapDiscounts[row], selectorQ, targetQ,
                row * actions);
        }
    }

    /** One target; {@code first} is where the Q-values at s′ begin. */
    double compute(int actions, double nStepReturn, double bootstrapDiscount, float[] selectorQ, float[] targetQ,
                   int first) {
        int best = first;
        for (int i = first + 1; i < first + actions; i++) {
            if (selectorQ[i] > selectorQ[best]) {
                best = i;
            }
        }
        return rescale.squash(nStepReturn + bootstrapDiscount * rescale.expand(targetQ[best]));
    }
}
