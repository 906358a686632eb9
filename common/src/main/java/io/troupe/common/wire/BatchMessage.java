package io.troupe.common.wire;

import static io.troupe.common.wire.MessageHeader.ORDER;

import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Shard → learner: some rows of a batch, column by column, and the shard's state as it was at the draw. With 0 rows it
 * is a report of the state alone. Little-endian.
 *
 * <pre>
 *   0        8          16         24           32        40      48     56      60       64
 *   | header | store id | batch id | total mass | windows | steps | size | rows  | sender | columns … |
 *   |        | long     | long     | long       | long    | long  | long | int   | int    |           |
 *
 *   columns, each with one value a row, each beginning on a multiple of 8:
 *   | key long | draw probability double | valid steps int | ends int | look-back int | columns of the WindowSpec |
 * </pre>
 *
 * {@code total mass} is the tree's root (fixed point, 2^-32); {@code windows} the samplable windows; {@code steps} the
 * environment steps ever stored; {@code size} the records held. {@code draw probability} is m_i / M of this shard as it
 * was at the draw. {@code look-back} is how many records before the window's start belong to its episode, as far as the
 * window looks. {@code ends} is {@link #END_TERMINATED} where the window's last valid step terminated its episode,
 * {@link #END_TRUNCATED} where it was cut after it, else 0.
 */
public final class BatchMessage {
    public static final int END_TERMINATED = 1;
    public static final int END_TRUNCATED = 2;

    private static final int STORE_ID = 8;
    private static final int BATCH_ID = 16;
    private static final int TOTAL_MASS = 24;
    private static final int WINDOWS = 32;
    private static final int STEPS = 40;
    private static final int SIZE = 48;
    private static final int ROWS = 56;
    private static final int SENDER = 60;
    private static final int COLUMNS = 64;
    /** Of what is told of each row beside the window's columns. */
    private static final int ROW_BYTES = 28;
    /** No shard counts further, so that sums over shards do not overflow. */
    private static final long MAX_COUNT = 1L << 53;
    private static final long MAX_MASS = 1L << 62;

    private final int[] rowBytes;
    private final int bytesPerRow;
    private final UnsafeBuffer buffer = new UnsafeBuffer();

    public BatchMessage(StepLayout layout, WindowSpec window) {
        rowBytes = window.columns().stream().mapToInt(column -> column.rowBytes(layout)).toArray();
        bytesPerRow = ROW_BYTES + Arrays.stream(rowBytes).sum();
    }

    public int length(int rows) {
        return columnOffset(rowBytes.length, rows);
    }

    /** The most rows whose message is at most {@code maxLength} bytes long; 0 where not even one fits. */
    public int maxRows(int maxLength) {
        int rows = Math.max(0, (maxLength - COLUMNS) / bytesPerRow);
        while (rows > 0 && length(rows) > maxLength) {
            rows--;
        }
        return rows;
    }

    public boolean wrap(DirectBuffer source, int offset, int length) {
        if (!MessageHeader.isValid(source, offset, length, MessageHeader.TYPE_BATCH, COLUMNS)) {
            return false;
        }
        int rows = source.getInt(offset + ROWS, ORDER);
        if (rows < 0 || (long) rows * bytesPerRow > length || length(rows) != length) {
            return false;
        }
        if (!isWithin(source.getLong(offset + TOTAL_MASS, ORDER), MAX_MASS)
            || !isWithin(source.getLong(offset + WINDOWS, ORDER), MAX_COUNT)
            || !isWithin(source.getLong(offset + STEPS, ORDER), MAX_COUNT)
            || !isWithin(source.getLong(offset + SIZE, ORDER), MAX_COUNT)) {
            return false;
        }
        buffer.wrap(source, offset, length);
        return true;
    }

    public BatchMessage begin(MutableDirectBuffer target, int offset, long storeId, int senderNodeId, long batchId,
                              int rows) {
        int length = length(rows);
        buffer.wrap(target, offset, length);
        MessageHeader.write(buffer, 0, MessageHeader.TYPE_BATCH, length);
        buffer.putLong(STORE_ID, storeId, ORDER);
        buffer.putLong(BATCH_ID, batchId, ORDER);
        buffer.putInt(ROWS, rows, ORDER);
        buffer.putInt(SENDER, senderNodeId, ORDER);
        return this;
    }

    public BatchMessage state(long totalMass, long samplableWindows, long storedSteps, long sizeRecords) {
        buffer.putLong(TOTAL_MASS, totalMass, ORDER);
        buffer.putLong(WINDOWS, samplableWindows, ORDER);
        buffer.putLong(STEPS, storedSteps, ORDER);
        buffer.putLong(SIZE, sizeRecords, ORDER);
        return this;
    }

    public BatchMessage putRow(int row, long key, double drawProbability, int validSteps, int ends, int lookBack) {
        int rows = rows();
        buffer.putLong(COLUMNS + 8 * row, key, ORDER);
        buffer.putDouble(COLUMNS + 8 * rows + 8 * row, drawProbability, ORDER);
        buffer.putInt(COLUMNS + 16 * rows + 4 * row, validSteps, ORDER);
        buffer.putInt(endsOffset(rows) + 4 * row, ends, ORDER);
        buffer.putInt(lookBackOffset(rows) + 4 * row, lookBack, ORDER);
        return this;
    }

    /** {@link #putRow} for the rows 0 … rows − 1, a column at a time. */
    public BatchMessage putRows(long[] keys, double[] drawProbabilities, int[] validSteps, int[] ends,
                                int[] lookBacks) {
        int rows = rows();
        for (int row = 0, at = COLUMNS; row < rows; row++, at += 8) {
            buffer.putLong(at, keys[row], ORDER);
        }
        for (int row = 0, at = COLUMNS + 8 * rows; row < rows; row++, at += 8) {
            buffer.putDouble(at, drawProbabilities[row], ORDER);
        }
        putInts(COLUMNS + 16 * rows, validSteps, rows);
        putInts(endsOffset(rows), ends, rows);
        putInts(lookBackOffset(rows), lookBacks, rows);
        return this;
    }

    public long storeId() {
        return buffer.getLong(STORE_ID, ORDER);
    }

    public long batchId() {
        return buffer.getLong(BATCH_ID, ORDER);
    }

    public long totalMass() {
        return buffer.getLong(TOTAL_MASS, ORDER);
    }

    public long samplableWindows() {
        return buffer.getLong(WINDOWS, ORDER);
    }

    public long storedSteps() {
        return buffer.getLong(STEPS, ORDER);
    }

    public long sizeRecords() {
        return buffer.getLong(SIZE, ORDER);
    }

    public int rows() {
        return buffer.getInt(ROWS, ORDER);
    }

    public int senderNodeId() {
        return buffer.getInt(SENDER, ORDER);
    }

    public long key(int row) {
        return buffer.getLong(COLUMNS + 8 * row, ORDER);
    }

    public double drawProbability(int row) {
        return buffer.getDouble(COLUMNS + 8 * rows() + 8 * row, ORDER);
    }

    public int validSteps(int row) {
        return buffer.getInt(COLUMNS + 16 * rows() + 4 * row, ORDER);
    }

    public int ends(int row) {
        return buffer.getInt(endsOffset(rows()) + 4 * row, ORDER);
    }

    public int lookBack(int row) {
        return buffer.getInt(lookBackOffset(rows()) + 4 * row, ORDER);
    }

    /** Where the window's column {@code column} begins in {@link #buffer()}; its rows follow each other. */
    public int columnOffset(int column) {
        return columnOffset(column, rows());
    }

    /** Bytes of one row of the window's column {@code column}. */
    public int rowBytes(int column) {
        return rowBytes[column];
    }

    public int columnCount() {
        return rowBytes.length;
    }

    /** The message's bytes, from offset 0; a writer puts the window's columns here. */
    public UnsafeBuffer buffer() {
        return buffer;
    }

    public int length() {
        return buffer.capacity();
    }

    private static boolean isWithin(long count, long max) {
        return count >= 0 && count <= max;
    }

    private void putInts(int offset, int[] values, int rows) {
        for (int row = 0, at = offset; row < rows; row++, at += 4) {
            buffer.putInt(at, values[row], ORDER);
        }
    }

    private int columnOffset(int column, int rows) {
        int offset = lookBackOffset(rows) + align(4 * rows);
        for (int i = 0; i < column; i++) {
            offset += align(rowBytes[i] * rows);
        }
        return offset;
    }

    private static int endsOffset(int rows) {
        return COLUMNS + 16 * rows + align(4 * rows);
    }

    private static int lookBackOffset(int rows) {
        return endsOffset(rows) + align(4 * rows);
    }

    private static int align(int bytes) {
        return (bytes + 7) & ~7;
    }
}
