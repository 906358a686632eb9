package io.troupe.replay.shard;

import io.troupe.common.schema.StepField;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.wire.BatchMessage;
import io.troupe.replay.log.StepLog;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Cuts windows out of the log into the rows of a batch, as {@link WindowSpec} describes them. Most are
 * {@link WholeWindows}; those that cross a segment's or an episode's end are cut value by value.
 */
public final class WindowReader {
    private final StepLog log;
    private final Column[] columns;
    private final Column[] stateColumns;
    private final WindowRecords window;
    private final WholeWindows wholeWindows;
    private final int lookBack;
    private final int horizon;
    private int[] parted = new int[0];
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
    }

    /**
     * Writes the windows that start in {@code slots} as rows 0 … rows − 1 of a begun batch of that many rows.
     *
     * @param batch over memory outside the heap
     */
    public void read(int[] slots, double[] drawProbabilities, int rows, BatchMessage batch) {
        if (batch.buffer().byteArray() != null) {
            throw new IllegalArgumentException(
                "windows are cut into memory outside the heap; this batch is in an array");
        }
        ensureRows(rows);
        int partedCount = wholeWindows.look(parted, locate(slots, rows));
        for (int i = 0; i < partedCount; i++) {
            int row = parted[i];
            window.moveTo(slots[row]);
            validSteps[row] = window.validSteps();
            ends[row] = window.ends();
            lookBacks[row] = -window.first();
            copy(columns, row, batch);
        }
        wholeWindows.copy(batch);
        if (stateColumns.length > 0) {
            for (int i = 0; i < wholeWindows.count(); i++) {
                window.moveToWhole(slots[wholeWindows.row(i)]);
                copy(stateColumns, wholeWindows.row(i), batch);
            }
        }
        batch.putRows(keys, drawProbabilities, validSteps, ends, lookBacks);
    }

    /** Finds the windows' starts; returns how many of them cross an end of a segment. */
    private int locate(int[] slots, int rows) {
        wholeWindows.begin(rows);
        int partedCount = 0;
        for (int row = 0; row < rows; row++) {
            int place = log.placeOf(slots[row]);
            int offset = slots[row] - place * log.segmentSteps();
            keys[row] = log.sequence(place) * log.segmentSteps() + offset;
            validSteps[row] = horizon;
            ends[row] = 0;
            lookBacks[row] = lookBack;
            if (offset >= lookBack && offset + horizon < log.count(place)) {
                wholeWindows.add(row, log.piece(place).addressOffset() + log.recordIndex(place, offset));
            } else {
                parted[partedCount++] = row;
            }
        }
        return partedCount;
    }

    /** Copies columns of the window that was moved to. */
    private void copy(Column[] copied, int row, BatchMessage batch) {
        for (Column column : copied) {
            int to = batch.columnOffset(column.index) + row * batch.rowBytes(column.index);
            int anchor = switch (column.anchor) {
                case BEGIN -> window.first();
                case START -> 0;
                case END -> window.last();
            };
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
            parted = new int[rows];
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
        final WindowSpec.Anchor anchor;

        Column(int index, WindowSpec.Column column, StepLayout layout) {
            this.index = index;
            offsets = column.offsets().stream().mapToInt(Integer::intValue).toArray();
            isState = column.field().kind() == StepField.Kind.STATE;
            fieldOffset = isState ? 0 : column.field().offset(layout);
            fieldBytes = column.field().bytes(layout);
            isObserved = column.field().isObserved();
            anchor = column.anchor();
        }
    }
}
