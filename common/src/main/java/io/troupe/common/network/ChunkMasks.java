package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * Constants of attention to chunks, made once for each number of positions and steps of a chunk. Chunks are counted
 * from position 0; the last one may be cut short, and is filled up behind its steps.
 *
 * @param steps   (1, 1, positions, chunks · length): so low that no weight is left where step j is in the chunk of
 *                position i and after it, else 0: a chunk that is yet to come gets no weight as a whole
 * @param isOwn   BOOLEAN (1, 1, positions, chunks): whether position i is in the chunk
 * @param chunks  (1, 1, positions, chunks): 0 for that chunk and those before it, else so low that no weight is left
 * @param shares  (1, 1, 1, length, 1): 1 / steps of the chunk up to this one
 */
record ChunkMasks(NDArray steps, NDArray isOwn, NDArray chunks, NDArray shares) {
    private static final LastingArrays<Long, ChunkMasks> MASKS = new LastingArrays<>((manager, key) ->
        create(manager, (int) (key >> 32), key.intValue()));

    /** To be used with {@code user}. */
    static ChunkMasks of(int positions, int length, NDArray user) {
        return MASKS.of((long) positions << 32 | length, user);
    }

    /** Chunks that hold so many positions. */
    static int count(int positions, int length) {
        return (positions + length - 1) / length;
    }

    private static ChunkMasks create(NDManager manager, int positions, int length) {
        int count = count(positions, length);
        float[] steps = new float[positions * count * length];
        float[] isOwn = new float[positions * count];
        float[] chunks = new float[positions * count];
        for (int i = 0; i < positions; i++) {
            int own = i / length;
            for (int j = i + 1; j < (own + 1) * length; j++) {
                steps[i * count * length + j] = CausalMasks.FORBIDDEN;
            }
            isOwn[i * count + own] = 1;
            for (int chunk = own + 1; chunk < count; chunk++) {
                chunks[i * count + chunk] = CausalMasks.FORBIDDEN;
            }
        }
        float[] shares = new float[length];
        for (int i = 0; i < length; i++) {
            shares[i] = 1f / (i + 1);
        }
        Shape byChunk = new Shape(1, 1, positions, count);
        return new ChunkMasks(manager.create(steps, new Shape(1, 1, positions, (long) count * length)),
            manager.create(isOwn, byChunk).toType(DataType.BOOLEAN, false), manager.create(chunks, byChunk),
            manager.create(shares, new Shape(1, 1, 1, length, 1)));
    }
}
