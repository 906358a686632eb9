package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Observation columns as one float32 row: float32 as it is, uint8 over 255, bits as 0 and 1. */
final class FlatObservations {
    private static final float[] BIT_VALUES = {1, 2, 4, 8, 16, 32, 64, 128};

    private final List<ObservationColumn> columns;
    private final int[] indices;

    /** Of all columns. */
    FlatObservations(EnvironmentSchema schema) {
        this(schema, IntStream.range(0, schema.observations().size()).toArray());
    }

    /** @param indices of the columns, in the order in which they stand in the row */
    FlatObservations(EnvironmentSchema schema, int... indices) {
        this.indices = indices.clone();
        columns = Arrays.stream(indices).mapToObj(schema.observations()::get).toList();
    }

    int size() {
        return columns.stream().mapToInt(ObservationColumn::elements).reduce(0, Math::addExact);
    }

    /** (rows, size); belongs to the manager of the observations. */
    NDArray flatten(NDList observations) {
        if (columns.size() == 1) {
            return floats(columns.get(0), observations.get(indices[0]));
        }
        NDList parts = new NDList(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            parts.add(floats(columns.get(i), observations.get(indices[i])));
        }
        return NDArrays.concat(parts, 1);
    }

    private static NDArray floats(ObservationColumn column, NDArray stored) {
        long rows = stored.getShape().get(0);
        return switch (column.type()) {
            case FLOAT32 -> stored.reshape(rows, column.elements());
            case UINT8 -> stored.toType(DataType.FLOAT32, false).reshape(rows, column.elements()).mul(1f / 255);
            case BIT -> bits(stored, rows, column);
        };
    }

    /** Bit k of a byte b is ⌊b / 2^k⌋ mod 2, exact in float32. */
    private static NDArray bits(NDArray stored, long rows, ObservationColumn column) {
        NDManager manager = stored.getManager();
        NDArray values = manager.create(BIT_VALUES, new Shape(1, 1, 8));
        NDArray bits = stored.toType(DataType.FLOAT32, false).reshape(rows, column.bytes(), 1)
            .div(values).floor().mod(2).reshape(rows, 8L * column.bytes());
        return column.elements() == 8 * column.bytes() ? bits : bits.get(":, 0:" + column.elements());
    }
}
