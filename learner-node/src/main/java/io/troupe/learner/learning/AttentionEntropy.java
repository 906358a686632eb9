package io.troupe.learner.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.troupe.common.network.Attention;
import io.troupe.common.network.Attention.Over;
import java.util.List;

/**
 * How evenly a network's attention is spread over the steps so far, at the positions that are learned from and weighted as
 * their errors are. With a^{i,t} the weights of one head of one part that looks at steps, at learned step t of row i, b_i
 * the records before the start of that row, and p = b_i + t:
 *
 * <pre>
 *   h_{i,t} = mean over parts and heads of a_p − Σ_{j&lt;p} a_j log a_j / log(p + 1)          0 where p = 0
 *   H = 1/(B·length) Σ_i w_i Σ_t h_{i,t}                                              as {@link SequenceLoss}
 * </pre>
 *
 * That is 1 where attention is even, and 0 where it lies on one step before the present one. What lies on the present step
 * counts as if it were spread over all: that step needs no memory. {@code learning.attention-entropy} · H is added to the
 * loss. Of no paper; {@code docs/algorithm.md}, deviation 14.
 */
final class AttentionEntropy {
    /** Added to a weight before its logarithm is taken: 0 log 0 is 0, and so is its part of the gradient. */
    private static final float TINY = 1e-20f;
    private static final int[] HEADS = {1};
    private static final int LAST = 3;
    private static final int[] ATTENDED = {LAST};

    private final SequenceLoss loss;
    private final int shownPositions;

    /** @param shownPositions of each row; attention of fewer is of those that are valued */
    AttentionEntropy(SequenceLoss loss, int shownPositions) {
        this.loss = loss;
        this.shownPositions = shownPositions;
    }

    /**
     * H with its graph.
     *
     * @param attention of the pass that is learned from
     * @return FLOAT32 (1)
     */
    NDArray of(List<Attention> attention, SampledBatch batch, NDManager step) {
        List<NDArray> parts = attention.stream().filter(part -> part.over() == Over.STEPS).map(Attention::weights).toList();
        NDArray sum = of(parts.get(0), batch, step);
        for (NDArray weights : parts.subList(1, parts.size())) {
            sum = sum.add(of(weights, batch, step));
        }
        return sum.div(step.create((float) parts.size())).reshape(1);
    }

    /** @param weights (rows, heads, looking, attended) */
    private NDArray of(NDArray weights, SampledBatch batch, NDManager step) {
        int heads = (int) weights.getShape().get(1);
        int looking = (int) weights.getShape().get(2);
        long[] places = new long[batch.rows() * heads * looking];
        float[] counts = new float[batch.rows() * looking];
        float[] overLogs = new float[counts.length];
        for (int row = 0; row < batch.rows(); row++) {
            int begin = batch.lookBacks()[row];
            int start = looking == shownPositions ? begin : loss.start(batch, row);
            for (int t = loss.firstStep(batch, row); t < loss.steps(batch, row); t++) {
                int at = row * looking + start + t;
                int place = begin + t;
                counts[at] = place == 0 ? 0 : (float) (batch.importanceWeights()[row] * loss.scale(batch));
                overLogs[at] = place == 0 ? 0 : (float) (counts[at] / Math.log(place + 1));
                for (int head = 0; head < heads; head++) {
                    places[(row * heads + head) * looking + start + t] = place;
                }
            }
        }
        NDArray tiny = step.create(TINY);
        NDArray present = weights.gather(step.create(places, new Shape(batch.rows(), heads, looking, 1)), LAST)
            .sum(ATTENDED);
        NDArray logs = weights.mul(weights.add(tiny).log()).sum(ATTENDED).sub(present.mul(present.add(tiny).log()));
        Shape shape = new Shape(batch.rows(), looking);
        return present.mean(HEADS).mul(step.create(counts, shape))
            .sub(logs.mean(HEADS).mul(step.create(overLogs, shape))).sum();
    }
}
