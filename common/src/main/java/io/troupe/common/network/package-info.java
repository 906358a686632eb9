/**
 * The family of Q-networks: encoder → memory → head, each chosen by name, over one flat vector of parameters.
 *
 * <p>A network is a function: {@link io.troupe.common.network.QNetwork} holds no weights, {@link
 * io.troupe.common.network.NetworkWeights} holds nothing but weights. To add a kind, write the part, and name it in
 * {@link io.troupe.common.network.QNetwork#of}.
 */
package io.troupe.common.network;
