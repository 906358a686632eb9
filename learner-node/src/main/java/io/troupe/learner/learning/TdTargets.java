package io.troupe.learner.learning;

/** What Q(s, a) should be: y = R + bootstrapDiscount · Q_target(s′, argmax_a Q_selector(s′, a)). */
public final class TdTargets {
    private TdTargets() {
    }

    /**
     * Double Q-learning (van Hasselt et al. 2016) where {@code selectorQ} is the online network's; plain Q-learning's
     * maximum (Mnih et al. 2015) where it is the target network's. Of equal values the first is chosen.
     *
     * @param selectorQ rows × actions at s′: chooses the action
     * @param targetQ   rows × actions at s′: values it
     * @param targets   out
     */
    public static void compute(int rows, int actions, float[] returns, float[] bootstrapDiscounts, float[] selectorQ,
                               float[] targetQ, float[] targets) {
        for (int row = 0; row < rows; row++) {
            int first = row * actions;
            int best = first;
            for (int i = first + 1; i < first + actions; i++) {
                if (selectorQ[i] > selectorQ[best]) {
                    best = i;
                }
            }
            targets[row] = returns[row] + bootstrapDiscounts[row] * targetQ[best];
        }
    }
}
