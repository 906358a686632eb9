package io.troupe.actor.acting;

import io.troupe.common.network.QFunction;
import io.troupe.common.schema.StepLayout;
import org.agrona.DirectBuffer;

/** Copies observations from step records into the input rows of a {@link QFunction}. */
public final class ObservationRows {
    private final int[] columnOffsets;
    private final int[] columnBytes;

    public ObservationRows(StepLayout layout) {
        int columns = layout.schema().observations().size();
        columnOffsets = new int[columns];
        columnBytes = new int[columns];
        for (int column = 0; column < columns; column++) {
            columnOffsets[column] = layout.columnOffset(column);
            columnBytes[column] = layout.schema().observations().get(column).bytes();
        }
    }

    /** Copies the observation of the record at {@code recordOffset} into row {@code row}. */
    public void copy(DirectBuffer records, int recordOffset, QFunction target, int row) {
        for (int column = 0; column < columnBytes.length; column++) {
            int bytes = columnBytes[column];
            target.input(column).putBytes(row * bytes, records, recordOffset + columnOffsets[column], bytes);
        }
    }
}
