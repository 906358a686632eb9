package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.troupe.common.config.NetworkSettings.Memory;
import io.troupe.common.config.NetworkSettings.Memory.Positions;
import java.util.List;

/**
 * What is added to features to tell where in the context they are; the oldest step shown is position 0. Learned:
 * {@code memory.positions} (context length × d).
 */
final class PositionTable {
    private final Positions kind;
    private final int size;
    private final int contextLength;
    private final int table;

    PositionTable(ParameterLayout.Builder layout, Memory settings) {
        kind = settings.attention().positions();
        size = settings.units();
        contextLength = settings.attention().contextLength();
        table = kind == Positions.LEARNED
            ? layout.add("memory.positions", List.of(contextLength, size), 0, 0.02) : -1;
    }

    /** @param x (rows, positions, d), or (rows, positions, parts, d) with the same added to each part */
    NDArray addTo(NDArray x, NDArray[] parameters) {
        int positions = (int) x.getShape().get(1);
        return switch (kind) {
            case NONE -> x;
            case LEARNED -> x.add(like(x, first(x, parameters[table], positions)));
            case SINUSOIDAL -> x.add(like(x, SinusoidalPositions.of(positions, size, x)));
        };
    }

    /**
     * @param places INT64 (rows), positions in the context
     * @param x      (rows, d)
     */
    NDArray addAt(NDArray places, NDArray x, NDArray[] parameters) {
        return switch (kind) {
            case NONE -> x;
            case LEARNED -> x.add(JniUtils.embedding((PtNDArray) places, (PtNDArray) parameters[table], false));
            case SINUSOIDAL -> x.add(JniUtils.embedding((PtNDArray) places,
                (PtNDArray) SinusoidalPositions.of(contextLength, size, x), false));
        };
    }

    /** The positions in a shape that can be added to x; they belong to x's manager, and not to the table's for good. */
    private NDArray like(NDArray x, NDArray positions) {
        long count = x.getShape().get(1);
        NDArray shaped = x.getShape().dimension() == 4 ? positions.reshape(1, count, 1, size)
            : positions.reshape(1, count, size);
        shaped.attach(x.getManager());
        return shaped;
    }

    private static NDArray first(NDArray x, NDArray table, int positions) {
        NDArray rows = JniUtils.slice((PtNDArray) table, 0, 0, positions, 1);
        rows.attach(x.getManager());
        return rows;
    }
}
