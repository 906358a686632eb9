package io.troupe.replay.shard;

import io.troupe.common.schema.StepField;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.wire.BatchMessage;
import io.troupe.replay.log.StepLog;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Cuts windows out of the log into the rows of a batch. First each window is measured: where it begins, how many
 * records follow in its segment, where its episode ends. Then each column is
 * copied for all rows, a field at a time of a width that the loop knows.
 */
final class WindowReader {
    private final StepLog log;
    private final Column[] columns;
    private final int horizon;
    private final int stride;
    private int[] places = new int[0];
    private int[] firsts = new int[0];
    private int[] indexes = new int[0];
    /** Records from the window's start to the end of its segment, the start included. */
    private int[] contiguous = new int[0];
    /** Offset of the last record of the episode that the window may read; horizon where the episode goes on. */
    private int[] last = new int[0];
    /** Offset of the last record with a step that the window may read. */
    private int[] lastStep = new int[0];
    private int[] valid = new int[0];
    private int[] ends = new int[0];
    // Where the record that was looked for last lies.
    private int foundPlace;
    private int foundIndex;

    WindowReader(StepLog log, StepLayout layout, WindowSpec window) {
        this.log = log;
        columns = window.columns().stream().map(column -> new Column(column, layout)).toArray(Column[]::new);
        horizon = window.horizon();
        stride = layout.stride();
    }

    /** Writes the windows that start in {@code slots} as rows 0 … rows − 1 of a begun batch of that many rows. */
    void read(int[] slots, double[] drawProbabilities, int rows, BatchMessage batch) {
        ensureRows(rows);
        locate(slots, rows);
        for (int row = 0; row < rows; row++) {
            measure(row);
            batch.putRow(row, log.keyOf(slots[row]), drawProbabilities[row], valid[row], ends[row], 0);
        }
        for (int i = 0; i < columns.length; i++) {
            int target = batch.columnOffset(i);
            for (int offset : columns[i].offsets) {
                copy(columns[i], offset, batch.buffer(), target, batch.rowBytes(i), rows);
                target += columns[i].fieldBytes;
            }
        }
    }

    private void locate(int[] slots, int rows) {
        int segmentSteps = log.segmentSteps();
        for (int row = 0; row < rows; row++) {
            int place = log.placeOf(slots[row]);
            int first = slots[row] - place * segmentSteps;
            places[row] = place;
            firsts[row] = first;
            indexes[row] = log.recordIndex(place, first);
            contiguous[row] = log.count(place) - first;
        }
    }

    /** Finds where the window's episode ends. */
    private void measure(int row) {
        valid[row] = horizon;
        last[row] = horizon;
        lastStep[row] = horizon;
        ends[row] = 0;
        for (int offset = 0; offset < horizon; offset++) {
            find(row, offset);
            int flags = log.piece(foundPlace).getInt(foundIndex + StepLayout.FLAGS_OFFSET);
            if ((flags & (StepLayout.FLAG_TERMINATED | StepLayout.FLAG_TRUNCATED | StepLayout.FLAG_CLOSING)) != 0) {
                boolean isTerminated = (flags & StepLayout.FLAG_TERMINATED) != 0;
                boolean isClosing = (flags & StepLayout.FLAG_CLOSING) != 0;
                valid[row] = isClosing ? offset : offset + 1;
                last[row] = isTerminated || isClosing ? offset : offset + 1;
                lastStep[row] = valid[row] - 1;
                ends[row] = isTerminated ? BatchMessage.END_TERMINATED : BatchMessage.END_TRUNCATED;
                return;
            }
        }
    }

    /** One offset of a column, for all rows. */
    private void copy(Column column, int offset, UnsafeBuffer target, int targetIndex, int targetStep, int rows) {
        for (int row = 0, to = targetIndex; row < rows; row++, to += targetStep) {
            if (column.isAtEnd) {
                find(row, last[row]);
            } else if (column.isObservation) {
                find(row, Math.min(offset, last[row]));
            } else if (offset <= lastStep[row]) {
                find(row, offset);
            } else {
                target.setMemory(to, column.fieldBytes, (byte) 0);
                continue;
            }
            copyField(target, to, log.piece(foundPlace), foundIndex + column.fieldOffset, column.fieldBytes);
        }
    }

    /** Finds the record {@code offset} after the window's start: nearly always in the same segment. */
    private void find(int row, int offset) {
        if (offset < contiguous[row]) {
            foundPlace = places[row];
            foundIndex = indexes[row] + offset * stride;
        } else {
            walk(row, offset);
        }
    }

    private void walk(int row, int offset) {
        int place = places[row];
        int position = firsts[row] + offset;
        while (position >= log.count(place)) {
            position -= log.count(place);
            place = log.next(place);
        }
        foundPlace = place;
        foundIndex = log.recordIndex(place, position);
    }

    private void ensureRows(int rows) {
        if (places.length < rows) {
            places = new int[rows];
            firsts = new int[rows];
            indexes = new int[rows];
            contiguous = new int[rows];
            last = new int[rows];
            lastStep = new int[rows];
            valid = new int[rows];
            ends = new int[rows];
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
        final boolean isObservation;
        final boolean isAtEnd;

        Column(WindowSpec.Column column, StepLayout layout) {
            offsets = column.offsets().stream().mapToInt(Integer::intValue).toArray();
            fieldOffset = column.field().offset(layout);
            fieldBytes = column.field().bytes(layout);
            isObservation = column.field().isObserved();
            isAtEnd = column.anchor() == WindowSpec.Anchor.END;
        }
    }
}
