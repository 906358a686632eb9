package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * What a network makes of its input.
 *
 * @param qValues   FLOAT32 (rows · positions, actions), of the valued positions where the input says which
 * @param state     after the last position, FLOAT32 (rows, stateSize); null where the network has none
 * @param attention of each part that attends, from the encoder to the head
 * @param context   what each layer knows of the shown positions, for calls that come after; empty where nothing is kept
 */
public record NetworkOutput(NDArray qValues, NDArray state, List<Attention> attention, List<KeysAndValues> context) {
}
