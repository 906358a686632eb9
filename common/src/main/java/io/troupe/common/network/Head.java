package io.troupe.common.network;

import ai.djl.ndarray.NDArray;

/** Last part of a network: features to Q-values. */
interface Head {
    /** (rows, features) to (rows, actions). */
    NDArray qValues(NDArray features, NDArray[] parameters);
}
