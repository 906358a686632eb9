package io.troupe.replay.client;

import io.troupe.common.schema.StepField;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.wire.BatchMessage;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A sampled batch: for each row its key, the probability with which it was drawn, and the columns of the
 * {@link WindowSpec}. Valid until the client samples again.
 */
public final class SampledRows {
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private final WindowSpec window;
    private final int[] rowBytes;
    private final UnsafeBuffer[] columns;
    private long[] keys = new long[0];
    private double[] probabilities = new double[0];
    private int[] validSteps = new int[0];
    private int[] ends = new int[0];
    private int[] lookBacks = new int[0];
    private int rows;
    private int filled;
    private long storeId;
    private long samplableWindows;

    SampledRows(StepLayout layout, WindowSpec window) {
        this.window = window;
        rowBytes = window.columns().stream().mapToInt(column -> column.rowBytes(layout)).toArray();
        columns = new UnsafeBuffer[rowBytes.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = new UnsafeBuffer(new byte[0]);
        }
    }

    public int rows() {
        return rows;
    }

    /** Names the window for {@link ReplayClient#update}; never used again for another one. */
    public long key(int row) {
        return keys[row];
    }

    /** Priority^α over the sum of all, as it was at the draw. */
    public double probability(int row) {
        return probabilities[row];
    }

    /** Steps of the episode that lie in the window from its start on, 1 … horizon. */
    public int validSteps(int row) {
        return validSteps[row];
    }

    /** Whether the last of the valid steps ended the MDP: nothing to bootstrap from. */
    public boolean isTerminated(int row) {
        return ends[row] == BatchMessage.END_TERMINATED;
    }

    /** Whether the episode was cut after the last of the valid steps. */
    public boolean isTruncated(int row) {
        return ends[row] == BatchMessage.END_TRUNCATED;
    }

    /** Records before the window's start that belong to its episode, as far as the window looks back. */
    public int lookBack(int row) {
        return lookBacks[row];
    }

    /** Windows that could be drawn when these were. */
    public long samplableWindows() {
        return samplableWindows;
    }

    /** The column that takes this field from the window's start, by its index in the {@link WindowSpec}. */
    public int column(StepField field) {
        return window.columnOf(field);
    }

    public int column(StepField field, WindowSpec.Anchor anchor) {
        return window.columnOf(field, anchor);
    }

    /** The bytes of a column, {@link #rowBytes} for each row after the other, little-endian. */
    public DirectBuffer bytes(int column) {
        return columns[column];
    }

    public int rowBytes(int column) {
        return rowBytes[column];
    }

    /** The {@code index}-th float of a row in a column. */
    public float floatAt(int column, int row, int index) {
        return columns[column].getFloat(at(column, row, index, Float.BYTES), ORDER);
    }

    public int intAt(int column, int row, int index) {
        return columns[column].getInt(at(column, row, index, Integer.BYTES), ORDER);
    }

    public long longAt(int column, int row, int index) {
        return columns[column].getLong(at(column, row, index, Long.BYTES), ORDER);
    }

    /**
     * The importance weight (N·P)^−β, with N the samplable windows, over the largest of the batch (Schaul et al. 2016,
     * section 3.4).
     *
     * @param exponent β, 0 … 1
     */
    public double importanceWeight(int row, double exponent) {
        double smallest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < rows; i++) {
            smallest = Math.min(smallest, probabilities[i]);
        }
        return Math.pow(smallest / probabilities[row], exponent);
    }

    long storeId() {
        return storeId;
    }

    void begin(int wantedRows) {
        rows = wantedRows;
        filled = 0;
        if (keys.length < wantedRows) {
            keys = new long[wantedRows];
            probabilities = new double[wantedRows];
            validSteps = new int[wantedRows];
            ends = new int[wantedRows];
            lookBacks = new int[wantedRows];
            for (int i = 0; i < columns.length; i++) {
                columns[i] = new UnsafeBuffer(new byte[Math.multiplyExact(wantedRows, rowBytes[i])]);
            }
        }
    }

    /** A part of the batch has come. */
    void add(BatchMessage part) {
        int count = Math.min(part.rows(), rows - filled);
        for (int row = 0; row < count; row++) {
            keys[filled + row] = part.key(row);
            probabilities[filled + row] = part.drawProbability(row);
            validSteps[filled + row] = part.validSteps(row);
            ends[filled + row] = part.ends(row);
            lookBacks[filled + row] = part.lookBack(row);
        }
        for (int i = 0; i < columns.length; i++) {
            columns[i].putBytes(filled * rowBytes[i], part.buffer(), part.columnOffset(i), count * rowBytes[i]);
        }
        filled += count;
        storeId = part.storeId();
        samplableWindows = part.samplableWindows();
    }

    int filled() {
        return filled;
    }

    private int at(int column, int row, int index, int bytes) {
        if (row < 0 || row >= rows || index < 0 || (index + 1) * bytes > rowBytes[column]) {
            throw new IndexOutOfBoundsException("value " + index + " of row " + row + ": there are " + rows
                + " rows of "
                + rowBytes[column] / bytes + " values in column " + column);
        }
        return row * rowBytes[column] + index * bytes;
    }
}
