package io.troupe.learner.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.troupe.common.network.NetworkWeights;
import java.nio.ByteBuffer;

/** What a batch is to teach the network: a loss, and its gradient by the Q-values. */
interface Objective {
    /**
     * Runs the network with a graph and compares its Q-values with what they should be. Writes loss, priorities and mean Q
     * into {@code metrics}.
     *
     * @param step owns every array of this learner step
     * @return what the loss is made of, with its graph: the Q-values, and what else counts after them; {@link #gradient}
     *     belongs to it
     */
    NDArray compare(SampledBatch batch, NDManager step, NetworkWeights online, NetworkWeights target,
                    LearnerMetrics metrics);

    /** ∂L by each number of the last {@link #compare}: float32 in native order, in direct memory, in its shape. */
    ByteBuffer gradient();
}
