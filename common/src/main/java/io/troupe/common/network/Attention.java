package io.troupe.common.network;

import ai.djl.ndarray.NDArray;

/**
 * What one part of a network looked at.
 *
 * @param part    its name, as in the names of its parameters: {@code memory.layers.0}
 * @param over    what the last dimension counts
 * @param weights FLOAT32 (rows, heads, positions, attended): for each head and each position that looks, a distribution over
 *                what it looked at
 */
public record Attention(String part, Over over, NDArray weights) {
    /** What is looked at. */
    public enum Over {
        /** The positions of the sequence, the oldest first. */
        STEPS,
        /** Stretches of consecutive positions. */
        CHUNKS,
        /** The cells of an image's feature map, row by row. */
        CELLS
    }
}
