package io.troupe.replay.shard;

import io.troupe.common.schema.StepField;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.wire.BatchMessage;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.agrona.UnsafeApi;

/**
 * Copies the windows of a batch that need no care: all of their records lie in one segment and belong to one episode
 * that goes on. Then each value of a row lies at a fixed distance from the window's start, and one value is copied for
 * all rows before the next: a loop of a few moves, without a branch. These are plain moves between addresses; an access
 * through {@link org.agrona.concurrent.UnsafeBuffer} keeps the compiler from holding anything in a register.
 */
final class WholeWindows {
    /** A call of copyMemory costs as much as some moves. */
    private static final int MAX_MOVED_BYTES = 128;

    private final Value[] values;
    private long[] starts = new long[0];
    private int[] rows = new int[0];
    private int count;

    /** Some bytes of a row; {@code distance} from the start of the window's first record. */
    private record Value(int column, int columnOffset, int distance, int bytes) {
    }

    WholeWindows(StepLayout layout, WindowSpec spec) {
        List<WindowSpec.Column> columns = spec.columns();
        values = IntStream.range(0, columns.size()).boxed()
            .filter(i -> columns.get(i).field().kind() != StepField.Kind.STATE)
            .flatMap(i -> values(layout, spec, i)).toArray(Value[]::new);
    }

    void begin(int maxRows) {
        if (rows.length < maxRows) {
            rows = new int[maxRows];
            starts = new long[maxRows];
        }
        count = 0;
    }

    /** @param start address of the record at which the window starts */
    void add(int row, long start) {
        rows[count] = row;
        starts[count++] = start;
    }

    /** Copies the windows that were added to their rows. */
    void copy(BatchMessage batch) {
        long target = batch.buffer().addressOffset();
        for (Value value : values) {
            long column = target + batch.columnOffset(value.column) + value.columnOffset;
            int rowBytes = batch.rowBytes(value.column);
            if (value.bytes == 4) {
                copyInts(column, rowBytes, value.distance);
            } else if (value.bytes <= MAX_MOVED_BYTES) {
                copySmall(column, rowBytes, value.distance, value.bytes);
            } else {
                copyLarge(column, rowBytes, value.distance, value.bytes);
            }
        }
    }

    private void copyInts(long column, int rowBytes, int distance) {
        final long[] starts = this.starts;
        final int[] rows = this.rows;
        final int count = this.count;
        for (int i = 0; i < count; i++) {
            UnsafeApi.putInt(column + (long) rows[i] * rowBytes, UnsafeApi.getInt(starts[i] + distance));
        }
    }

    private void copySmall(long column, int rowBytes, int distance, int bytes) {
        final long[] starts = this.starts;
        final int[] rows = this.rows;
        final int count = this.count;
        int longs = bytes & ~7;
        for (int i = 0; i < count; i++) {
            long from = starts[i] + distance;
            long to = column + (long) rows[i] * rowBytes;
            for (int at = 0; at < longs; at += 8) {
                UnsafeApi.putLong(to + at, UnsafeApi.getLong(from + at));
            }
            for (int at = longs; at < bytes; at++) {
                UnsafeApi.putByte(to + at, UnsafeApi.getByte(from + at));
            }
        }
    }

    private void copyLarge(long column, int rowBytes, int distance, int bytes) {
        for (int i = 0; i < count; i++) {
            UnsafeApi.copyMemory(starts[i] + distance, column + (long) rows[i] * rowBytes, bytes);
        }
    }

    private static Stream<Value> values(StepLayout layout, WindowSpec spec, int index) {
        WindowSpec.Column column = spec.columns().get(index);
        int anchor = column.anchor() == WindowSpec.Anchor.END ? spec.horizon() : 0;
        int bytes = column.field().bytes(layout);
        return IntStream.range(0, column.offsets().size()).mapToObj(i -> new Value(index, i * bytes,
            (anchor + column.offsets().get(i)) * layout.stride() + column.field().offset(layout), bytes));
    }
}
