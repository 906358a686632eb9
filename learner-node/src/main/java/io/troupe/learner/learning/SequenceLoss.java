package io.troupe.learner.learning;

import io.troupe.common.config.LearningSettings;
import io.troupe.common.config.LearningSettings.Sequence.LossAt;
import io.troupe.common.numeric.ValueRescale;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.wire.BatchMessage;
import java.util.Arrays;

/**
 * The loss of a batch of sequences and its gradient, written out. With b_i the records before the start of row i, and k
 * the steps to the next n or to the episode's end:
 *
 * <pre>
 *   y_{i,t} = h(Σ_{j&lt;k} γ^j r_{b_i+t+j} + γ^k h⁻¹(Q_target(s_{t+k}, argmax_a Q(s_{t+k}, a))))      t = 0 … length − 1
 *   L = 1/(B·length) Σ_i w_i Σ_t ℓ(y_{i,t} − Q(s_t, a_t))
 *   priority_i = η max_t |δ_{i,t}| + (1 − η) mean_t |δ_{i,t}|            (R2D2, section 2.3)
 * </pre>
 *
 * After a termination the bootstrap is 0. With the loss at the last step alone, t is that step and the mean is over B.
 */
final class SequenceLoss {
    private final TdLoss loss;
    private final TdTargets targets;
    private final double[] discountPowers;
    private final int n;
    private final int length;
    private final int actions;
    private final int positions;
    private final int shift;
    private final boolean isFromStart;
    private final boolean isAtLast;
    private final double eta;
    private double sumQ;
    private long learnedSteps;

    /**
     * @param positions   of each row for which there are Q-values
     * @param shift       positions that the Q-values to bootstrap from are ahead of the predicted ones
     * @param isFromStart whether a row's Q-values begin at its start, and not at the first record that it looks back to
     */
    SequenceLoss(LearningSettings settings, WindowSpec window, int actions, int positions, int shift,
                 boolean isFromStart) {
        loss = new TdLoss(settings.loss(), settings.huberThreshold());
        targets = new TdTargets(ValueRescale.of(settings.valueRescaling()));
        length = window.length();
        n = window.horizon() + 1 - length;
        this.actions = actions;
        this.positions = positions;
        this.shift = shift;
        this.isFromStart = isFromStart;
        isAtLast = settings.sequence().lossAt() == LossAt.LAST_STEP;
        eta = settings.sequence().priorityEta();
        discountPowers = new double[n + 1];
        discountPowers[0] = 1;
        for (int i = 1; i <= n; i++) {
            discountPowers[i] = discountPowers[i - 1] * settings.discount();
        }
    }

    /**
     * @param q          rows × positions × actions
     * @param selectorQ  chooses the action to bootstrap from, −∞ for one that is not legal: rows × positions × actions,
     *                   {@code shift} positions later
     * @param targetQ    values it, in the same places
     * @param gradient   out: ∂L/∂q
     * @param priorities out: of each row
     * @return L
     */
    double compute(SampledBatch batch, SequenceColumns columns, float[] q, float[] selectorQ, float[] targetQ,
                   float[] gradient, float[] priorities) {
        Arrays.fill(gradient, 0);
        sumQ = 0;
        learnedSteps = 0;
        double sum = 0;
        double scale = scale(batch);
        for (int row = 0; row < batch.rows(); row++) {
            int steps = steps(batch, row);
            double rowLoss = 0;
            double largest = 0;
            double absolute = 0;
            int first = firstStep(batch, row);
            int start = start(batch, row);
            for (int t = first; t < steps; t++) {
                int step = row * columns.steps() + batch.lookBacks()[row] + t;
                int at = (row * positions + start + t) * actions + columns.taken[step];
                double tdError = target(batch, row, t, columns.rewards, step, selectorQ, targetQ) - q[at];
                rowLoss += loss.loss(tdError);
                gradient[at] = (float) (-batch.importanceWeights()[row] * loss.slope(tdError) * scale);
                largest = Math.max(largest, Math.abs(tdError));
                absolute += Math.abs(tdError);
                sumQ += q[at];
                learnedSteps++;
            }
            sum += batch.importanceWeights()[row] * rowLoss;
            priorities[row] = (float) (eta * largest + (1 - eta) * absolute / (steps - first));
        }
        return sum * scale;
    }

    /** Mean Q(s, a) of the steps that were learned from last. */
    double meanQ() {
        return sumQ / learnedSteps;
    }

    /** What each learned step counts, but for its row's importance weight. */
    double scale(SampledBatch batch) {
        return 1.0 / ((double) batch.rows() * (isAtLast ? 1 : length));
    }

    /** The first of a row's steps that is learned from, counted from its start … */
    int firstStep(SampledBatch batch, int row) {
        return isAtLast ? steps(batch, row) - 1 : 0;
    }

    /** … and the one after the last. */
    int steps(SampledBatch batch, int row) {
        return Math.min(length, batch.validSteps()[row]);
    }

    /** Where among a row's Q-values those of its start are. */
    int start(SampledBatch batch, int row) {
        return isFromStart ? 0 : batch.lookBacks()[row];
    }

    private double target(SampledBatch batch, int row, int t, float[] rewards, int step, float[] selectorQ,
                          float[] targetQ) {
        int left = batch.validSteps()[row] - t;
        int k = Math.min(n, left);
        double nStepReturn = 0;
        for (int i = 0; i < k; i++) {
            nStepReturn += discountPowers[i] * rewards[step + i];
        }
        boolean isTerminated = k == left && (batch.ends()[row] & BatchMessage.END_TERMINATED) != 0;
        // An episode that was cut before the shifted context begins is valued by its last observation alone.
        int position = Math.max(0, start(batch, row) + t + k - shift);
        return targets.compute(actions, nStepReturn, isTerminated ? 0 : discountPowers[k], selectorQ, targetQ,
            (row * positions + position) * actions);
    }
}
