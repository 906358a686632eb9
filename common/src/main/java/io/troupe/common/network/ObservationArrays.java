package io.troupe.common.network;

import ai.djl.ndarray.types.DataType;
import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.ObservationColumn;

/** How the engine sees an observation column as it is stored in steps: without copying it first. */
public final class ObservationArrays {
    private ObservationArrays() {
    }

    /** FLOAT32, or UINT8 for bytes and for bits, which are stored eight to a byte. */
    public static DataType type(ObservationColumn column) {
        return column.type() == ElementType.FLOAT32 ? DataType.FLOAT32 : DataType.UINT8;
    }

    /** Elements of {@link #type} in one row. */
    public static int elements(ObservationColumn column) {
        return column.type() == ElementType.FLOAT32 ? column.elements() : column.bytes();
    }
}
