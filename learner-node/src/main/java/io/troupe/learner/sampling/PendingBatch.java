package io.troupe.learner.sampling;

import io.troupe.common.numeric.PowerFunction;
import io.troupe.common.wire.BatchMessage;
import io.troupe.learner.learning.SampledBatch;
import java.util.Arrays;

/**
 * A batch on its way: what each shard owes, what has come, and each shard's share of the draw. A row i of shard k was
 * drawn with q_i = share_k · m_i/M_k, the share being M̂_k/ΣM̂ of the plan. What a shard does not deliver goes over to
 * others together with as much of its share, so q stays true: where it delivers nothing, the others' shares become what
 * they would have been without it.
 */
final class PendingBatch {
    enum State { FREE, ASKED, TAKEN, LEARNED }

    final SampledBatch batch;
    State state = State.FREE;
    private final int[] rowSlots;
    private int[] owed = new int[0];
    private int[] delivered = new int[0];
    private double[] share = new double[0];
    private long[] askedNs = new long[0];
    private int filled;
    private PowerFunction importance = new PowerFunction(0);
    private double lastExponent = Double.NaN;

    PendingBatch(SampledBatch batch) {
        this.batch = batch;
        rowSlots = new int[batch.rows()];
    }

    void ensureSlots(int slots) {
        owed = Arrays.copyOf(owed, slots);
        delivered = Arrays.copyOf(delivered, slots);
        share = Arrays.copyOf(share, slots);
        askedNs = Arrays.copyOf(askedNs, slots);
    }

    void begin(long batchId) {
        batch.batchId(batchId);
        state = State.ASKED;
        filled = 0;
        Arrays.fill(owed, 0);
        Arrays.fill(delivered, 0);
        Arrays.fill(share, 0);
    }

    void ask(int slot, int rows, double addedShare, long nowNs) {
        owed[slot] += rows;
        share[slot] += addedShare;
        askedNs[slot] = nowNs;
    }

    /** What this shard owes was asked for in vain: it is drawn again as soon as there is a shard to draw from. */
    void expectNothing(int slot, long silenceNs) {
        askedNs[slot] -= silenceNs + 1;
    }

    int owed(int slot) {
        return owed[slot];
    }

    long askedNs(int slot) {
        return askedNs[slot];
    }

    boolean isComplete() {
        return filled == batch.rows();
    }

    /** Nothing more is expected of this shard. Returns the share of what it did not deliver. */
    double giveUp(int slot) {
        double lost = share[slot] * owed[slot] / (owed[slot] + delivered[slot]);
        share[slot] -= lost;
        owed[slot] = 0;
        return lost;
    }

    /** Copies as many rows as the shard owes. Returns how many. */
    int accept(BatchMessage piece, int slot, long nowNs) {
        int rows = Math.min(piece.rows(), owed[slot]);
        for (int row = 0; row < rows; row++) {
            int at = filled + row;
            rowSlots[at] = slot;
            batch.keys()[at] = piece.key(row);
            batch.storeIds()[at] = piece.storeId();
            batch.drawProbabilities()[at] = piece.drawProbability(row);
            batch.validSteps()[at] = piece.validSteps(row);
            batch.ends()[at] = piece.ends(row);
            batch.lookBacks()[at] = piece.lookBack(row);
        }
        for (int column = 0; column < piece.columnCount(); column++) {
            int rowBytes = piece.rowBytes(column);
            batch.column(column).putBytes(filled * rowBytes, piece.buffer(), piece.columnOffset(column),
                rows * rowBytes);
        }
        filled += rows;
        owed[slot] -= rows;
        delivered[slot] += rows;
        askedNs[slot] = nowNs;
        return rows;
    }

    /**
     * Turns the shards' own probabilities into global ones, and these into importance weights: (N·q_i)^−β over the
     * batch's largest, in which N cancels out, so that it is (q_min/q_i)^β.
     *
     * @param windows N, the windows that all shards could draw when they were heard last; only for what the weights are
     *     divided by, in which nothing but what is told of it depends on N
     */
    void finish(double importanceExponent, long windows) {
        double[] q = batch.drawProbabilities();
        double smallest = Double.MAX_VALUE;
        for (int row = 0; row < q.length; row++) {
            q[row] *= share[rowSlots[row]];
            smallest = Math.min(smallest, q[row]);
        }
        // A table pays off where the exponent stays as it is.
        boolean isSteady = importanceExponent == lastExponent;
        lastExponent = importanceExponent;
        if (isSteady && importance.exponent() != importanceExponent) {
            importance = new PowerFunction(importanceExponent);
        }
        float[] weights = batch.importanceWeights();
        for (int row = 0; row < q.length; row++) {
            double ratio = smallest / q[row];
            weights[row] = (float) (isSteady ? importance.of(ratio) : Math.pow(ratio, importanceExponent));
        }
        batch.largestImportanceWeight(Math.pow(windows * smallest, -importanceExponent));
        state = State.TAKEN;
    }
}
