package io.troupe.common.network;

import ai.djl.ndarray.NDArray;

/**
 * What a network makes of its input.
 *
 * @param qValues   FLOAT32 (rows · positions, actions)
 * @param state     after the last position, FLOAT32 (rows, stateSize); null where the network has none
 * @param attention of each layer that attends: FLOAT32 (rows, heads, positions, positions), who looks by who is looked at
 */
public record NetworkOutput(NDArray qValues, NDArray state, NDArray[] attention) {
}
