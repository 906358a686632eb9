package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/**
 * The positions of each row whose Q-values are wanted, where those of the others are not: what a burn-in leads up to.
 * What only serves the Q-values of a position (its queries in the last layer, its head) is then computed for these
 * alone; with one position wanted of a context of L, the last layer's attention costs L in the place of L².
 *
 * @param places INT64 (rows · count): where in its row each lies
 * @param flat   INT64 (rows · count): row · positions + place
 */
public record ValuedPositions(NDArray places, NDArray flat, int rows, int count) {
    /**
     * As many from each row's own first on; at the row's end the last position again.
     *
     * @param first     of each row
     * @param positions of a row, more than {@code count}
     */
    public static ValuedPositions from(int[] first, int count, int positions, NDManager manager) {
        int rows = first.length;
        long[] places = new long[rows * count];
        long[] flat = new long[places.length];
        for (int i = 0; i < places.length; i++) {
            int row = i / count;
            places[i] = Math.min(first[row] + i % count, positions - 1);
            flat[i] = (long) row * positions + places[i];
        }
        Shape shape = new Shape(places.length);
        return new ValuedPositions(manager.create(places, shape), manager.create(flat, shape), rows, count);
    }

    /** The features of these positions, from those of all. */
    FeatureSequence of(FeatureSequence all) {
        return new FeatureSequence(rowsOf(all.values(), flat), rows, count);
    }

    /**
     * These positions' lines of a table that all rows share.
     *
     * @param table (1, 1, positions, n), a mask for example
     * @return (rows, 1, count, n)
     */
    NDArray linesOf(NDArray table) {
        long positions = table.getShape().get(2);
        long columns = table.getShape().get(3);
        NDArray lines = table.reshape(positions, columns);
        lines.attach(places.getManager());
        return rowsOf(lines, places).reshape(rows, 1, count, columns);
    }

    /** @param all (rows, heads, positions, n); of these positions (rows, heads, count, n) */
    NDArray ofEachHead(NDArray all) {
        long heads = all.getShape().get(1);
        long positions = all.getShape().get(2);
        long numbers = all.getShape().get(3);
        return rowsOf(all.transpose(0, 2, 1, 3).reshape(rows * positions, heads * numbers), flat)
            .reshape(rows, count, heads, numbers).transpose(0, 2, 1, 3);
    }

    private static NDArray rowsOf(NDArray table, NDArray indices) {
        return JniUtils.embedding((PtNDArray) indices, (PtNDArray) table, false);
    }
}
