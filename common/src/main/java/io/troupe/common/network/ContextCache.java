package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.troupe.common.config.NetworkSettings.Memory.LooksAt;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Keys and values of each lane's episode so far, as long as all of it is in the context: one more step then costs one
 * position and not all of them. An episode that has outgrown the context has no place here, since with the oldest step
 * all positions change. Weights that change make all of it worthless.
 */
final class ContextCache {
    private static final int ALIGNMENT = 64;

    private final KeptContext.Size size;
    private final int contextLength;
    private final int positionBytes;
    private final ByteBuffer[] layers;
    private final UnsafeBuffer[] buffers;
    private final UnsafeBuffer[] gathered;
    private final ByteBuffer[] gatheredBytes;
    private final ByteBuffer places;
    private final ByteBuffer mask;
    /** Positions kept of each lane. */
    private final int[] kept;

    ContextCache(KeptContext.Size size, int lanes, int contextLength) {
        this.size = size;
        this.contextLength = contextLength;
        positionBytes = 2 * size.headSize() * Float.BYTES;
        int laneBytes = Math.multiplyExact(size.heads() * contextLength, positionBytes);
        layers = new ByteBuffer[size.layers()];
        buffers = new UnsafeBuffer[layers.length];
        gathered = new UnsafeBuffer[layers.length];
        gatheredBytes = new ByteBuffer[layers.length];
        for (int i = 0; i < layers.length; i++) {
            layers[i] = memory(Math.multiplyExact(lanes, laneBytes));
            buffers[i] = new UnsafeBuffer(layers[i]);
        }
        places = memory(lanes * Long.BYTES);
        mask = memory(Math.multiplyExact(lanes, (contextLength + 1) * Float.BYTES));
        kept = new int[lanes];
    }

    private static ByteBuffer memory(int bytes) {
        return BufferUtil.allocateDirectAligned(bytes, ALIGNMENT).order(ByteOrder.nativeOrder());
    }

    /** Whether all of the lane's positions before this one are here. */
    boolean reaches(int lane, int position) {
        return kept[lane] == position;
    }

    void forget(int lane) {
        kept[lane] = 0;
    }

    void clear() {
        Arrays.fill(kept, 0);
    }

    /** What is kept of these lanes, row by row. */
    KeptContext of(NDManager call, int[] laneOfRow, int rows) {
        int positions = 0;
        boolean isInOrder = true;
        places.clear().limit(rows * Long.BYTES);
        for (int row = 0; row < rows; row++) {
            places.putLong(row * Long.BYTES, kept[laneOfRow[row]]);
            positions = Math.max(positions, kept[laneOfRow[row]]);
            isInOrder &= laneOfRow[row] == row;
        }
        mask.clear().limit(rows * (positions + 1) * Float.BYTES);
        for (int row = 0; row < rows; row++) {
            int own = kept[laneOfRow[row]];
            boolean seesItself = own == 0 || size.looksAt() == LooksAt.PAST_AND_PRESENT;
            for (int j = 0; j <= positions; j++) {
                boolean isSeen = j < own || j == positions && seesItself;
                mask.putFloat((row * (positions + 1) + j) * Float.BYTES, isSeen ? 0 : CausalMasks.FORBIDDEN);
            }
        }
        NDArray[] arrays = new NDArray[layers.length];
        for (int layer = 0; layer < layers.length; layer++) {
            arrays[layer] = isInOrder ? inOrder(call, layer, rows, positions)
                : gathered(call, layer, laneOfRow, rows, positions);
        }
        return new KeptContext(arrays, call.create(mask, new Shape(rows, 1, 1, positions + 1), DataType.FLOAT32),
            call.create(places, new Shape(rows), DataType.INT64));
    }

    private NDArray inOrder(NDManager call, int layer, int rows, int positions) {
        layers[layer].clear().limit(rows * size.heads() * contextLength * positionBytes);
        NDArray all = call.create(layers[layer],
            new Shape(rows, size.heads(), contextLength, 2L * size.headSize()), DataType.FLOAT32);
        return JniUtils.slice((PtNDArray) all, 2, 0, positions, 1);
    }

    private NDArray gathered(NDManager call, int layer, int[] laneOfRow, int rows, int positions) {
        int headBytes = positions * positionBytes;
        int bytes = Math.multiplyExact(rows * size.heads(), headBytes);
        if (gathered[layer] == null) {
            gatheredBytes[layer] = memory(layers[layer].capacity());
            gathered[layer] = new UnsafeBuffer(gatheredBytes[layer]);
        }
        for (int row = 0; row < rows; row++) {
            for (int head = 0; head < size.heads(); head++) {
                gathered[layer].putBytes((row * size.heads() + head) * headBytes, buffers[layer],
                    index(laneOfRow[row], head, 0), headBytes);
            }
        }
        gatheredBytes[layer].clear().limit(bytes);
        return call.create(gatheredBytes[layer], new Shape(rows, size.heads(), positions, 2L * size.headSize()),
            DataType.FLOAT32);
    }

    /**
     * Keeps what was made of the positions that were shown, {@code shown} of each row, behind what is kept.
     *
     * @param lengths how many positions each lane then has
     */
    void keep(List<KeysAndValues> context, int shown, int[] laneOfRow, int rows, int[] lengths) {
        for (int layer = 0; layer < layers.length; layer++) {
            ByteBuffer made = context.get(layer).sideBySide().toByteBuffer(true);
            for (int row = 0; row < rows; row++) {
                int lane = laneOfRow[row];
                int bytes = (lengths[lane] - kept[lane]) * positionBytes;
                for (int head = 0; head < size.heads(); head++) {
                    buffers[layer].putBytes(index(lane, head, kept[lane]), made,
                        (row * size.heads() + head) * shown * positionBytes, bytes);
                }
            }
        }
        for (int row = 0; row < rows; row++) {
            kept[laneOfRow[row]] = lengths[laneOfRow[row]];
        }
    }

    private int index(int lane, int head, int position) {
        return ((lane * size.heads() + head) * contextLength + position) * positionBytes;
    }
}
