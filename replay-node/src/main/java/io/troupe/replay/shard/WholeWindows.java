package io.troupe.replay.shard;

import io.troupe.common.schema.StepField;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.wire.BatchMessage;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.agrona.UnsafeApi;

/**
 * The windows of a batch that need no care: all of their records lie in one segment and belong to one episode that goes
 * on. Then each value of a row lies at a fixed distance from the window's start.
 *
 * <p>Copying is waiting for memory: the rows of a batch lie anywhere in the log. So {@link #look} only reads the flags
 * of all candidates' records, a record of all windows after the other and with no branch that depends on what is read:
 * the waits of many rows overlap. Then {@link #copy} copies a value for all rows before the next: loops of a few moves.
 * These are plain moves between addresses; through an {@link org.agrona.concurrent.UnsafeBuffer} the compiler holds
 * nothing in a register.
 */
final class WholeWindows {
    /** A call of copyMemory costs as much as some moves. */
    private static final int MAX_MOVED_BYTES = 128;

    private final Value[] values;
    private final int[] partingFlags;
    private final int lookBack;
    private final int stride;
    private long[] starts = new long[0];
    private int[] rows = new int[0];
    private int[] seen = new int[0];
    private int count;

    /** Some bytes of a row; {@code distance} from the start of the window's first record. */
    private record Value(int column, int columnOffset, int distance, int bytes) {
    }

    WholeWindows(StepLayout layout, WindowSpec spec) {
        values = IntStream.range(0, spec.columns().size()).boxed().flatMap(i -> values(layout, spec, i))
            .toArray(Value[]::new);
        partingFlags = WindowRecords.partingFlags(spec.lookBack(), spec.horizon());
        lookBack = spec.lookBack();
        stride = layout.stride();
    }

    void begin(int maxRows) {
        if (rows.length < maxRows) {
            rows = new int[maxRows];
            starts = new long[maxRows];
            seen = new int[maxRows];
        }
        count = 0;
    }

    /**
     * Adds a candidate: all its records lie in one segment.
     *
     * @param start address of the record at which the window starts
     */
    void add(int row, long start) {
        rows[count] = row;
        starts[count++] = start;
    }

    /** Takes out the windows that their episode's begin or end parts; writes their rows to {@code parted}. */
    int look(int[] parted, int partedCount) {
        final long[] starts = this.starts;
        final int[] seen = this.seen;
        final int candidates = count;
        for (int i = 0; i < candidates; i++) {
            seen[i] = 0;
        }
        for (int record = 0; record < partingFlags.length; record++) {
            final int flags = partingFlags[record];
            final long distance = (long) (record - lookBack) * stride + StepLayout.FLAGS_OFFSET;
            for (int i = 0; i < candidates; i++) {
                seen[i] |= UnsafeApi.getInt(starts[i] + distance) & flags;
            }
        }
        int parting = partedCount;
        int whole = 0;
        for (int i = 0; i < candidates; i++) {
            if (seen[i] == 0) {
                rows[whole] = rows[i];
                starts[whole++] = starts[i];
            } else {
                parted[parting++] = rows[i];
            }
        }
        count = whole;
        return parting;
    }

    /** Windows that are left. */
    int count() {
        return count;
    }

    int row(int index) {
        return rows[index];
    }

    /** Copies all but the recurrent states. */
    void copy(BatchMessage batch) {
        long target = batch.buffer().addressOffset();
        for (Value value : values) {
            long column = target + batch.columnOffset(value.column) + value.columnOffset;
            int rowBytes = batch.rowBytes(value.column);
            switch (value.bytes) {
                case 4 -> copyInts(column, rowBytes, value.distance);
                case 8 -> copyLongs(column, rowBytes, value.distance);
                case 16 -> copyPairs(column, rowBytes, value.distance);
                default -> copyBytes(column, rowBytes, value.distance, value.bytes);
            }
        }
    }

    private void copyInts(long column, int rowBytes, int distance) {
        final long[] starts = this.starts;
        final int[] rows = this.rows;
        for (int i = 0, n = count; i < n; i++) {
            UnsafeApi.putInt(column + (long) rows[i] * rowBytes, UnsafeApi.getInt(starts[i] + distance));
        }
    }

    private void copyLongs(long column, int rowBytes, int distance) {
        final long[] starts = this.starts;
        final int[] rows = this.rows;
        for (int i = 0, n = count; i < n; i++) {
            UnsafeApi.putLong(column + (long) rows[i] * rowBytes, UnsafeApi.getLong(starts[i] + distance));
        }
    }

    private void copyPairs(long column, int rowBytes, int distance) {
        final long[] starts = this.starts;
        final int[] rows = this.rows;
        for (int i = 0, n = count; i < n; i++) {
            long from = starts[i] + distance;
            long to = column + (long) rows[i] * rowBytes;
            UnsafeApi.putLong(to, UnsafeApi.getLong(from));
            UnsafeApi.putLong(to + 8, UnsafeApi.getLong(from + 8));
        }
    }

    private void copyBytes(long column, int rowBytes, int distance, int bytes) {
        int longs = bytes <= MAX_MOVED_BYTES ? bytes & ~7 : 0;
        for (int i = 0, n = count; i < n; i++) {
            long from = starts[i] + distance;
            long to = column + (long) rows[i] * rowBytes;
            if (bytes > MAX_MOVED_BYTES) {
                UnsafeApi.copyMemory(from, to, bytes);
                continue;
            }
            for (int at = 0; at < longs; at += 8) {
                UnsafeApi.putLong(to + at, UnsafeApi.getLong(from + at));
            }
            for (int at = longs; at < bytes; at++) {
                UnsafeApi.putByte(to + at, UnsafeApi.getByte(from + at));
            }
        }
    }

    private static Stream<Value> values(StepLayout layout, WindowSpec spec, int index) {
        WindowSpec.Column column = spec.columns().get(index);
        if (column.field().kind() == StepField.Kind.STATE) {
            return Stream.empty();
        }
        int anchor = switch (column.anchor()) {
            case BEGIN -> -spec.lookBack();
            case START -> 0;
            case END -> spec.horizon();
        };
        int bytes = column.field().bytes(layout);
        return IntStream.range(0, column.offsets().size()).mapToObj(i -> new Value(index, i * bytes,
            (anchor + column.offsets().get(i)) * layout.stride() + column.field().offset(layout), bytes));
    }
}
