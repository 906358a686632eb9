package io.troupe.common.network;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.agrona.MutableDirectBuffer;

/** What is remembered of each lane between two calls of a network, and how it goes in and comes out. */
interface LaneMemory {
    /** Row {@code row} of the next call is the lane's. */
    void show(int row, int lane, boolean isEpisodeStart);

    /** What the network is shown, for rows 0 … rows − 1 of {@code inputs}. */
    NetworkInput input(NDManager call, int rows);

    /**
     * Takes what the network made of it: Q-values of the newest observation of each row, and what is to be remembered.
     */
    void take(NetworkOutput output, int rows, float[] qValues);

    /** The network's weights have changed: what was made with the old ones, and can be made again, is not used again. */
    default void forgetWeights() {
    }

    /** What was looked at for the newest observation of a row of the last call. */
    default List<AttentionReading> attention(NetworkOutput output, int row) {
        return AttentionReader.read(output.attention(), row, 0, 1, true);
    }

    /** Writes the lane's recurrent state, where there is one. */
    default void storeState(int lane, MutableDirectBuffer target, int offset) {
    }

    /** Without a memory: each row stands for itself. */
    record None(ObservationInputs inputs) implements LaneMemory {
        @Override
        public void show(int row, int lane, boolean isEpisodeStart) {
        }

        @Override
        public NetworkInput input(NDManager call, int rows) {
            NDList observations = inputs.arrays(call, rows);
            return new NetworkInput(observations, null, rows, 1);
        }

        @Override
        public void take(NetworkOutput output, int rows, float[] qValues) {
            inputs.copy(output.qValues(), qValues, rows);
        }
    }
}
