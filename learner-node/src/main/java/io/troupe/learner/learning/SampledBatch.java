package io.troupe.learner.learning;

import io.troupe.common.schema.StepField;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.wire.BatchMessage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Sampled windows of all shards, column by column. Made once and reused: whoever takes one from a {@link BatchSource}
 * gives it back, and keeps nothing of it. The arrays are the batch's own.
 */
public final class SampledBatch {
    /** Alignment of the columns: the engine's kernels may round differently with another one. */
    private static final int ALIGNMENT = 64;

    private final int rows;
    private final int[] rowBytes;
    private final int weightsVersionColumn;
    private final UnsafeBuffer[] columns;
    private final ByteBuffer[] columnBytes;
    private final long[] keys;
    private final long[] storeIds;
    private final double[] drawProbabilities;
    private final int[] validSteps;
    private final int[] ends;
    private final int[] lookBacks;
    private final float[] importanceWeights;
    private double largestImportanceWeight;
    private long batchId;

    public SampledBatch(StepLayout layout, WindowSpec window, int rows) {
        this.rows = rows;
        rowBytes = window.columns().stream().mapToInt(column -> column.rowBytes(layout)).toArray();
        weightsVersionColumn = window.columnOf(StepField.WEIGHTS_VERSION);
        columns = new UnsafeBuffer[rowBytes.length];
        columnBytes = new ByteBuffer[rowBytes.length];
        for (int i = 0; i < columns.length; i++) {
            int bytes = Math.multiplyExact(rows, rowBytes[i]);
            columnBytes[i] = BufferUtil.allocateDirectAligned(bytes, ALIGNMENT).order(ByteOrder.LITTLE_ENDIAN);
            columns[i] = new UnsafeBuffer(columnBytes[i]);
        }
        keys = new long[rows];
        storeIds = new long[rows];
        drawProbabilities = new double[rows];
        validSteps = new int[rows];
        ends = new int[rows];
        lookBacks = new int[rows];
        importanceWeights = new float[rows];
    }

    public int rows() {
        return rows;
    }

    /** Never reused by a learner, so that late pieces of one batch cannot fall into another. */
    public long batchId() {
        return batchId;
    }

    public void batchId(long newBatchId) {
        batchId = newBatchId;
    }

    /** Column {@code column} of the window: rows × {@link #rowBytes}, little-endian, in direct memory. */
    public UnsafeBuffer column(int column) {
        return columns[column];
    }

    /** The memory of {@link #column}, for the engine. */
    public ByteBuffer columnBytes(int column) {
        return columnBytes[column];
    }

    public int rowBytes(int column) {
        return rowBytes[column];
    }

    public long[] keys() {
        return keys;
    }

    /** The store that each row came from: its new priority goes there, under its key. */
    public long[] storeIds() {
        return storeIds;
    }

    /** q_i: the probability of row i in one draw from all shards together. */
    public double[] drawProbabilities() {
        return drawProbabilities;
    }

    /** Steps of the episode that lie in each window, 1 … horizon. */
    public int[] validSteps() {
        return validSteps;
    }

    /** How each window's last valid step ended its episode: flags of {@link BatchMessage}, or 0. */
    public int[] ends() {
        return ends;
    }

    /** Records before each window's start that belong to its episode, as far as the window looks back. */
    public int[] lookBacks() {
        return lookBacks;
    }

    /** (N·q_i)^−β over the largest of the batch, in (0, 1]. */
    public float[] importanceWeights() {
        return importanceWeights;
    }

    /**
     * What {@link #importanceWeights} were divided by: (N·q)^−β of the row that was least likely to be drawn, with N as the
     * shards were heard last. To be told; nothing is computed with it.
     */
    public double largestImportanceWeight() {
        return largestImportanceWeight;
    }

    public void largestImportanceWeight(double newLargest) {
        largestImportanceWeight = newLargest;
    }

    /** Version of the weights that chose the window's first action. */
    public long weightsVersion(int row) {
        return columns[weightsVersionColumn].getLong(row * Long.BYTES, ByteOrder.LITTLE_ENDIAN);
    }
}
