package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** Memory for rows of observations, column by column, that the engine's arrays share. */
final class ObservationInputs {
    private static final int ALIGNMENT = 64;

    private final List<ObservationColumn> columns;
    private final int actionCount;
    private final ByteBuffer[] bytes;
    private final UnsafeBuffer[] buffers;

    ObservationInputs(EnvironmentSchema schema, int maxRows) {
        columns = schema.observations();
        actionCount = schema.actionCount();
        bytes = new ByteBuffer[columns.size()];
        buffers = new UnsafeBuffer[columns.size()];
        for (int i = 0; i < buffers.length; i++) {
            int size = Math.multiplyExact(maxRows, columns.get(i).bytes());
            bytes[i] = BufferUtil.allocateDirectAligned(size, ALIGNMENT).order(ByteOrder.nativeOrder());
            buffers[i] = new UnsafeBuffer(bytes[i]);
        }
    }

    int columnCount() {
        return buffers.length;
    }

    UnsafeBuffer column(int column) {
        return buffers[column];
    }

    /** Bytes of a row. */
    int rowBytes(int column) {
        return columns.get(column).bytes();
    }

    /** The first rows as the engine's arrays. */
    NDList arrays(NDManager call, int rows) {
        NDList observations = new NDList(buffers.length);
        for (int i = 0; i < buffers.length; i++) {
            ObservationColumn column = columns.get(i);
            bytes[i].clear().limit(rows * column.bytes());
            Shape shape = new Shape(rows, ObservationArrays.elements(column));
            observations.add(call.create(bytes[i], shape, ObservationArrays.type(column)));
        }
        return observations;
    }

    /** Copies Q-values of {@code rows} rows. */
    void copy(NDArray from, float[] qValues, int rows) {
        from.toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer().get(qValues, 0, rows * actionCount);
    }
}
