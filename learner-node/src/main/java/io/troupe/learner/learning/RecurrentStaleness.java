package io.troupe.learner.learning;

import ai.djl.ndarray.NDManager;
import io.troupe.common.network.NetworkWeights;
import io.troupe.common.network.QNetwork;

/**
 * How far the stored recurrent states have fallen behind the weights (R2D2, Kapturowski et al. 2019, section 3):
 *
 * <pre>  ΔQ = ‖q(ĥ) − q(h)‖₂ / |max q(ĥ)|</pre>
 *
 * at the first step that is learned from, with ĥ the state at which today's weights arrive through the burn-in and h the
 * one that the actor's weights had there, which is stored as another sequence's begin. 0: the states are as if they were
 * made today. Rows without a whole burn-in or without such a state are left out.
 */
final class RecurrentStaleness {
    /** One in so many batches is looked at: a pass over one step, beside some over whole sequences. */
    private static final int PERIOD = 32;

    private final QNetwork network;
    private final SequenceTensors tensors;
    private final int burnIn;
    private final int actions;
    private final QValues stored;
    private int batches;

    /** @param tensors have a state at the start */
    RecurrentStaleness(QNetwork network, SequenceTensors tensors, int burnIn, int rows) {
        this.network = network;
        this.tensors = tensors;
        this.burnIn = burnIn;
        actions = network.actionCount();
        stored = new QValues(rows * actions);
    }

    /**
     * @param q         of {@code online}: rows × positions × actions, from each row's start on
     * @param positions of each row
     * @return the mean over the batch's rows; NaN where this batch is not looked at, or has no row that tells
     */
    double measure(SampledBatch batch, NDManager step, NetworkWeights online, float[] q, int positions) {
        if (batches++ % PERIOD != 0) {
            return Double.NaN;
        }
        stored.read(network.forward(tensors.readStart(batch, step), online.views()).qValues());
        double sum = 0;
        int rows = 0;
        for (int row = 0; row < batch.rows(); row++) {
            if (batch.lookBacks()[row] == burnIn && tensors.hasStartState(batch, row)) {
                sum += discrepancy(q, row * positions * actions, positions, row * actions);
                rows++;
            }
        }
        return rows == 0 ? Double.NaN : sum / rows;
    }

    private double discrepancy(float[] q, int from, int positions, int storedFrom) {
        double squares = 0;
        for (int action = 0; action < actions; action++) {
            double difference = q[from + action] - stored.values[storedFrom + action];
            squares += difference * difference;
        }
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = from; i < from + positions * actions; i++) {
            largest = Math.max(largest, q[i]);
        }
        return Math.sqrt(squares) / Math.abs(largest);
    }
}
