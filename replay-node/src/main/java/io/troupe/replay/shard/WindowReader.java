package io.troupe.replay.shard;

import io.troupe.common.schema.StepField;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.wire.BatchMessage;
import io.troupe.replay.log.StepLog;
import org.agrona.concurrent.UnsafeBuffer;

/** Cuts windows out of the log into the rows of a batch, as {@link WindowSpec} describes them. */
final class WindowReader {
    private final StepLog log;
    private final Column[] columns;
    private final WindowRecords window;

    WindowReader(StepLog log, StepLayout layout, WindowSpec spec) {
        this.log = log;
        columns = spec.columns().stream().map(column -> new Column(column, layout)).toArray(Column[]::new);
        window = new WindowRecords(log, spec.lookBack(), spec.horizon());
    }

    /** Writes the windows that start in {@code slots} as rows 0 … rows − 1 of a begun batch of that many rows. */
    void read(int[] slots, double[] drawProbabilities, int rows, BatchMessage batch) {
        for (int row = 0; row < rows; row++) {
            window.moveTo(slots[row]);
            batch.putRow(row, log.keyOf(slots[row]), drawProbabilities[row], window.validSteps(), window.ends(),
                -window.first());
            for (int i = 0; i < columns.length; i++) {
                copy(columns[i], batch.buffer(), batch.columnOffset(i) + row * batch.rowBytes(i));
            }
        }
    }

    private void copy(Column column, UnsafeBuffer target, int index) {
        int to = index;
        int anchor = column.isAtEnd ? window.last() : 0;
        for (int offset : column.offsets) {
            int record = anchor + offset;
            if (column.isObserved) {
                record = Math.max(window.first(), Math.min(record, window.last()));
            }
            boolean isStep = record >= window.first() && record <= window.lastStep();
            if (column.isObserved || isStep && !column.isState) {
                window.find(record);
                copyField(target, to, log.piece(window.place()),
                    log.recordIndex(window.place(), window.offset()) + column.fieldOffset, column.fieldBytes);
            } else {
                target.setMemory(to, column.fieldBytes, (byte) 0);
            }
            to += column.fieldBytes;
        }
    }

    /** A call of putBytes costs more than a few plain moves. */
    private static void copyField(UnsafeBuffer target, int to, UnsafeBuffer source, int from, int bytes) {
        if (bytes == 4) {
            target.putInt(to, source.getInt(from));
        } else if (bytes <= 64) {
            int at = 0;
            for (; at + 8 <= bytes; at += 8) {
                target.putLong(to + at, source.getLong(from + at));
            }
            for (; at < bytes; at++) {
                target.putByte(to + at, source.getByte(from + at));
            }
        } else {
            target.putBytes(to, source, from, bytes);
        }
    }

    /** A column of the window in plain numbers. */
    private static final class Column {
        final int[] offsets;
        final int fieldOffset;
        final int fieldBytes;
        final boolean isObserved;
        final boolean isState;
        final boolean isAtEnd;

        Column(WindowSpec.Column column, StepLayout layout) {
            offsets = column.offsets().stream().mapToInt(Integer::intValue).toArray();
            isState = column.field().kind() == StepField.Kind.STATE;
            fieldOffset = isState ? 0 : column.field().offset(layout);
            fieldBytes = column.field().bytes(layout);
            isObserved = column.field().isObserved();
            isAtEnd = column.anchor() == WindowSpec.Anchor.END;
        }
    }
}
