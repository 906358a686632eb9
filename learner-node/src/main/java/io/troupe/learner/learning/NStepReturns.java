package io.troupe.learner.learning;

import io.troupe.common.wire.BatchMessage;

/**
 * Folds a window's rewards into its n-step return R = Σ_{i&lt;k} γ^i r_i, k being the steps of the episode inside the
 * window (k = n unless the episode ends earlier), and tells with what the value after them is discounted: γ^k, or 0
 * where the last of these steps terminated the episode. A truncated episode goes on in the MDP, so its final
 * observation is bootstrapped from, discounted by the steps that lead there.
 */
public final class NStepReturns {
    private final int n;
    private final double[] discountPowers;

    public NStepReturns(int n, double discount) {
        this.n = n;
        discountPowers = new double[n + 1];
        discountPowers[0] = 1;
        for (int i = 1; i <= n; i++) {
            discountPowers[i] = discountPowers[i - 1] * discount;
        }
    }

    /**
     * @param rewards            rows × n, row-major
     * @param validSteps         k of each row, 1 … n
     * @param ends               flags of {@link BatchMessage}
     * @param returns            out: R of each row
     * @param bootstrapDiscounts out: γ^k or 0
     */
    public void fold(int rows, float[] rewards, int[] validSteps, int[] ends, float[] returns,
                     float[] bootstrapDiscounts) {
        for (int row = 0; row < rows; row++) {
            int steps = validSteps[row];
            if (steps < 1 || steps > n) {
                throw new IllegalArgumentException("window " + row + " has " + steps + " valid steps, expected 1 … "
                    + n);
            }
            double sum = 0;
            for (int i = 0; i < steps; i++) {
                sum += discountPowers[i] * rewards[row * n + i];
            }
            returns[row] = (float) sum;
            boolean isTerminated = (ends[row] & BatchMessage.END_TERMINATED) != 0;
            bootstrapDiscounts[row] = isTerminated ? 0 : (float) discountPowers[steps];
        }
    }
}
