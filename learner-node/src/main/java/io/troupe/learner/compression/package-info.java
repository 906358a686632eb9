/** A trained network's weights in fewer bits: pruned, rounded, quantized. Plain arithmetic, without the engine. */
package io.troupe.learner.compression;
