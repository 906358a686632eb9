package io.troupe.replay.shard;

import io.troupe.common.schema.StepField;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.wire.BatchMessage;
import io.troupe.replay.log.StepLog;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Cuts windows out of the log into the rows of a batch, as {@link WindowSpec} describes them.
 *
 * <p>Copying is waiting for memory: the rows of a batch lie anywhere in the log. So a first pass only reads the flags of
 * all windows' records, with no branch that depends on them, and the waits of many rows overlap; they also tell which
 * windows need no care ({@link WholeWindows}). The others, which cross a segment's or an episode's end, are few.
 */
public final class WindowReader {
    private final StepLog log;
    private final Column[] columns;
    private final Column[] stateColumns;
    private final WindowRecords window;
    private final WholeWindows wholeWindows;
    private final int lookBack;
    private final int horizon;
    private final int stride;
    /** What no record of a whole window has among its flags, from −lookBack to the horizon. */
    private final int[] partingFlags;
    private long[] starts = new long[0];
    private int[] parting = new int[0];
    private long[] keys = new long[0];
    private int[] validSteps = new int[0];
    private int[] ends = new int[0];
    private int[] lookBacks = new int[0];

    public WindowReader(StepLog log, StepLayout layout, WindowSpec spec) {
        this.log = log;
        columns = IntStream.range(0, spec.columns().size()).mapToObj(i -> new Column(i, spec.columns().get(i), layout))
            .toArray(Column[]::new);
        stateColumns = Stream.of(columns).filter(column -> column.isState).toArray(Column[]::new);
        window = new WindowRecords(log, spec.lookBack(), spec.horizon());
        wholeWindows = new WholeWindows(layout, spec);
        lookBack = spec.lookBack();
        horizon = spec.horizon();
        stride = layout.stride();
        partingFlags = WindowRecords.partingFlags(lookBack, horizon);
    }

    /**
     * Writes the windows that start in {@code slots} as rows 0 … rows − 1 of a begun batch of that many rows.
     *
     * @param batch over memory outside the heap
     */
    public void read(int[] slots, double[] drawProbabilities, int rows, BatchMessage batch) {
        if (batch.buffer().byteArray() != null) {
            throw new IllegalArgumentException("a batch of windows is written outside the heap, this one is over an array");
        }
        ensureRows(rows);
        look(slots, rows);
        wholeWindows.begin(rows);
        for (int row = 0; row < rows; row++) {
            if (parting[row] == 0) {
                wholeWindows.add(row, starts[row]);
                validSteps[row] = horizon;
                ends[row] = 0;
                lookBacks[row] = lookBack;
                if (stateColumns.length > 0) {
                    window.moveToWhole(slots[row]);
                    copy(stateColumns, row, batch);
                }
            } else {
                window.moveTo(slots[row]);
                validSteps[row] = window.validSteps();
                ends[row] = window.ends();
                lookBacks[row] = -window.first();
                copy(columns, row, batch);
            }
        }
        wholeWindows.copy(batch);
        batch.putRows(keys, drawProbabilities, validSteps, ends, lookBacks);
    }

    private void look(int[] slots, int rows) {
        final long before = (long) lookBack * stride - StepLayout.FLAGS_OFFSET;
        for (int row = 0; row < rows; row++) {
            int place = log.placeOf(slots[row]);
            int offset = slots[row] - place * log.segmentSteps();
            long start = log.piece(place).addressOffset() + log.recordIndex(place, offset);
            starts[row] = start;
            keys[row] = log.sequence(place) * log.segmentSteps() + offset;
            int seen = -1;
            if (offset >= lookBack && offset + horizon < log.count(place)) {
                seen = 0;
                long at = start - before;
                for (int flags : partingFlags) {
                    seen |= UnsafeApi.getInt(at) & flags;
                    at += stride;
                }
            }
            parting[row] = seen;
        }
    }

    /** Copies columns of the window that was moved to. */
    private void copy(Column[] copied, int row, BatchMessage batch) {
        for (Column column : copied) {
            int to = batch.columnOffset(column.index) + row * batch.rowBytes(column.index);
            int anchor = column.isAtEnd ? window.last() : 0;
            for (int offset : column.offsets) {
                copy(column, anchor + offset, batch.buffer(), to);
                to += column.fieldBytes;
            }
        }
    }

    private void copy(Column column, int record, UnsafeBuffer target, int to) {
        if (column.isObserved) {
            window.find(Math.max(window.first(), Math.min(record, window.last())));
        } else if (record < window.first() || record > window.lastStep()) {
            target.setMemory(to, column.fieldBytes, (byte) 0);
            return;
        } else {
            window.find(record);
        }
        int place = window.place();
        if (!column.isState) {
            target.putBytes(to, log.piece(place), log.recordIndex(place, window.offset()) + column.fieldOffset,
                column.fieldBytes);
            return;
        }
        int index = log.stateIndex(place, window.offset());
        if (index < 0) {
            target.setMemory(to, column.fieldBytes, (byte) 0);
        } else {
            target.putBytes(to, log.states(place), index, column.fieldBytes);
        }
    }

    private void ensureRows(int rows) {
        if (keys.length < rows) {
            starts = new long[rows];
            parting = new int[rows];
            keys = new long[rows];
            validSteps = new int[rows];
            ends = new int[rows];
            lookBacks = new int[rows];
        }
    }

    /** A column of the window in plain numbers. */
    private static final class Column {
        final int index;
        final int[] offsets;
        final int fieldOffset;
        final int fieldBytes;
        final boolean isObserved;
        final boolean isState;
        final boolean isAtEnd;

        Column(int index, WindowSpec.Column column, StepLayout layout) {
            this.index = index;
            offsets = column.offsets().stream().mapToInt(Integer::intValue).toArray();
            isState = column.field().kind() == StepField.Kind.STATE;
            fieldOffset = isState ? 0 : column.field().offset(layout);
            fieldBytes = column.field().bytes(layout);
            isObserved = column.field().isObserved();
            isAtEnd = column.anchor() == WindowSpec.Anchor.END;
        }
    }
}
