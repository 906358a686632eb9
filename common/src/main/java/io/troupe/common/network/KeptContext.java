package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import io.troupe.common.config.NetworkSettings.Memory.LooksAt;

/**
 * What was made of the positions before the one that is shown, so that they need not be shown again. Rows may have
 * different numbers of them: what lies behind a row's own is not looked at.
 *
 * @param layers of each layer, {@link KeysAndValues#sideBySide}: FLOAT32 (rows, heads, positions, 2 · headSize)
 * @param mask   FLOAT32 (rows, 1, 1, positions + 1): 0 for what the shown position, which is the last, looks at of the row's
 *               own positions and itself; so low that no weight is left for the others
 * @param places INT64 (rows): the position that is shown
 */
record KeptContext(NDArray[] layers, NDArray mask, NDArray places) {
    /**
     * What memory for it has to hold of each position: {@code layers} times {@code heads} keys and values; and which of
     * them are looked at.
     */
    record Size(int layers, int heads, int headSize, LooksAt looksAt) {
    }
}
