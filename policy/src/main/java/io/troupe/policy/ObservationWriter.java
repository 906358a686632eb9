package io.troupe.policy;

import io.troupe.common.network.QFunction;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.nio.ByteOrder;
import org.agrona.MutableDirectBuffer;

/** Puts observations that are plain numbers where a Q-function reads them, as its columns are stored. */
final class ObservationWriter {
    private final ObservationColumn[] columns;
    /** Of each column; the column itself would count them anew with each call. */
    private final int[] counts;
    private final int[] bytesOf;
    private final int elements;

    ObservationWriter(EnvironmentSchema schema) {
        columns = schema.observations().toArray(ObservationColumn[]::new);
        counts = new int[columns.length];
        bytesOf = new int[columns.length];
        int sum = 0;
        for (int i = 0; i < columns.length; i++) {
            counts[i] = columns[i].elements();
            bytesOf[i] = columns[i].bytes();
            sum = Math.addExact(sum, counts[i]);
        }
        elements = sum;
    }

    int elements() {
        return elements;
    }

    /** @throws IllegalArgumentException where a number is not one that its column can have */
    void check(float[] observation) {
        if (observation.length != elements) {
            throw new IllegalArgumentException("the observation has " + observation.length + " numbers, expected "
                + elements + ": those of all columns, one after the other");
        }
        int index = 0;
        for (int i = 0; i < columns.length; i++) {
            for (int last = index + counts[i]; index < last; index++) {
                check(columns[i], observation[index]);
            }
        }
    }

    private static void check(ObservationColumn column, float value) {
        boolean isRight = switch (column.type()) {
            case FLOAT32 -> Float.isFinite(value);
            case UINT8 -> value >= 0 && value <= 255 && value == (int) value;
            case BIT -> value == 0 || value == 1;
        };
        if (!isRight) {
            throw new IllegalArgumentException("column '" + column.name() + "' has " + value + ", expected "
                + switch (column.type()) {
                    case FLOAT32 -> "a finite number";
                    case UINT8 -> "a whole number from 0 to 255";
                    case BIT -> "0 or 1";
                });
        }
    }

    void write(float[] observations, int row, QFunction target) {
        int index = row * elements;
        for (int i = 0; i < columns.length; i++) {
            int offset = row * bytesOf[i];
            MutableDirectBuffer bytes = target.input(i);
            switch (columns[i].type()) {
                case FLOAT32 -> {
                    for (int j = 0; j < counts[i]; j++) {
                        bytes.putFloat(offset + j * Float.BYTES, observations[index + j], ByteOrder.LITTLE_ENDIAN);
                    }
                }
                case UINT8 -> {
                    for (int j = 0; j < counts[i]; j++) {
                        bytes.putByte(offset + j, (byte) (int) observations[index + j]);
                    }
                }
                case BIT -> writeBits(observations, index, counts[i], bytes, offset);
            }
            index += counts[i];
        }
    }

    private static void writeBits(float[] values, int from, int count, MutableDirectBuffer bytes, int offset) {
        for (int i = 0; i < count; i += Byte.SIZE) {
            int packed = 0;
            for (int bit = 0; bit < Byte.SIZE && i + bit < count; bit++) {
                packed |= (values[from + i + bit] == 0 ? 0 : 1) << bit;
            }
            bytes.putByte(offset + i / Byte.SIZE, (byte) packed);
        }
    }
}
